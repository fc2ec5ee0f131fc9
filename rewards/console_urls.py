"""Pages of the brand's console, and of the staff who review campaigns."""

from django.urls import path

from rewards.views import console, review

urlpatterns = [
    path("brands/<slug:slug>/campaigns/<str:public_id>/", console.detail, name="console-campaign"),
    path("brands/<slug:slug>/campaigns/<str:public_id>/edit/", console.edit, name="console-edit"),
    path("review/campaigns/<str:public_id>/", review.detail, name="review-campaign"),
]
