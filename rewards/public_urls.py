"""Pages of campaigns, teams and orders: what visitors and members see."""

from django.urls import path

from rewards.views import addresses, buying, joining, merging, orders, pictures, referrals, teams, waiting

urlpatterns = [
    path("friends/", referrals.index, name="referrals"),
    path("with/<slug:code>/", referrals.landing, name="referral"),
    path("buy/", buying.index, name="campaign-list"),
    path("buy/beside/", buying.beside, name="beside"),
    path("buy/t/<slug:public_id>/", teams.detail, name="team"),
    path("buy/t/<slug:public_id>/mine/", teams.mine, name="team-mine"),
    path("buy/t/<slug:public_id>/bar/", teams.bar, name="team-bar"),
    path("buy/t/<slug:public_id>/invite/", teams.invite, name="team-invite"),
    path("buy/t/<slug:public_id>/name/", teams.rename, name="team-rename"),
    path("buy/t/<slug:public_id>/join/", joining.join, name="team-join"),
    path("buy/t/<slug:public_id>/merge/", merging.propose, name="team-merge"),
    path("buy/t/<slug:public_id>/merge/<int:pk>/", merging.answer, name="merger-answer"),
    path("buy/offer/<slug:token>/", waiting.offer, name="offer"),
    path("buy/offer/<slug:token>/join/", joining.by_offer, name="offer-join"),
    path("buy/offer/<slug:token>/decline/", waiting.decline, name="offer-decline"),
    path("buy/pictures/<int:pk>.webp", pictures.show, name="picture"),
    path("buy/pictures/<int:pk>-small.webp", pictures.small, name="picture-small"),
    path("buy/<slug:public_id>/", buying.detail, name="campaign"),
    path("buy/<slug:public_id>/mine/", buying.mine, name="campaign-mine"),
    path("buy/<slug:public_id>/rules.json", buying.rules, name="campaign-rules"),
    path("buy/<slug:public_id>/open/", joining.open_team, name="team-open"),
    path("buy/<slug:public_id>/wait/", waiting.enter, name="wait-enter"),
    path("buy/<slug:public_id>/wait/leave/", waiting.leave, name="wait-leave"),
    path("orders/", orders.index, name="order-list"),
    path("orders/<slug:public_id>/", orders.detail, name="order"),
    path("orders/<slug:public_id>/pay/", orders.pay, name="order-pay"),
    path("orders/<slug:public_id>/back/", orders.back, name="order-back"),
    path("orders/<slug:public_id>/leave/", orders.leave, name="order-leave"),
    path("orders/<slug:public_id>/cancel/", orders.cancel, name="order-cancel"),
    path("orders/<slug:public_id>/received/", orders.received, name="order-received"),
    path("orders/<slug:public_id>/plan/", orders.choose, name="order-plan"),
    path("orders/<slug:public_id>/address/", addresses.give, name="order-address"),
    path("orders/<slug:public_id>/receipt/", orders.receipt, name="order-receipt"),
]
