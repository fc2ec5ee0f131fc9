"""Pages of the brand's console, and of the staff who review."""

from django.urls import path

from rewards.views import builder, console, extending, fulfilment, refunds, review

_CAMPAIGN = "brands/<slug:slug>/campaigns/<slug:public_id>/"

urlpatterns = [
    path("brands/<slug:slug>/campaigns/", console.index, name="console"),
    path("brands/<slug:slug>/campaigns/new/", console.create, name="console-create"),
    path(_CAMPAIGN, console.detail, name="console-campaign"),
    path(f"{_CAMPAIGN}edit/", builder.edit, name="console-edit"),
    path(f"{_CAMPAIGN}submit/", console.submit, name="console-submit"),
    path(f"{_CAMPAIGN}pause/", console.pause, name="console-pause"),
    path(f"{_CAMPAIGN}resume/", console.resume, name="console-resume"),
    path(f"{_CAMPAIGN}extend/", extending.extend, name="console-extend"),
    path(f"{_CAMPAIGN}cancel/", console.cancel, name="console-cancel"),
    path(f"{_CAMPAIGN}orders/", fulfilment.index, name="console-orders"),
    path(f"{_CAMPAIGN}orders.csv", fulfilment.table, name="console-orders-csv"),
    path(f"{_CAMPAIGN}orders/ship/", fulfilment.ship, name="console-ship"),
    path(f"{_CAMPAIGN}orders/<slug:order_id>/", fulfilment.order, name="console-order"),
    path(f"{_CAMPAIGN}orders/<slug:order_id>/refund/", refunds.ask, name="console-refund"),
    path(f"{_CAMPAIGN}orders/<slug:order_id>/refund/again/", refunds.retry, name="console-refund-again"),
    path(f"{_CAMPAIGN}orders/<slug:order_id>/refund/by-hand/", refunds.say, name="console-refund-by-hand"),
    path("review/campaigns/", review.index, name="review"),
    path("review/campaigns/<slug:public_id>/", review.detail, name="review-campaign"),
    path("review/refunds/", refunds.review, name="review-refunds"),
    path("review/refunds/<int:pk>/", refunds.decide, name="review-refund"),
]
