"""Endpoints of what friends unlock."""

from __future__ import annotations

from django.urls import path

from rewards.api import unlock_review, unlocks

_MINE = "unlocks/<str:public_id>"
_REVIEW = "review/unlocks/<str:public_id>"

urlpatterns = [
    path("rewards/<str:public_id>/unlocks", unlocks.Asking.as_view(), name="api-reward-ask"),
    path("unlocks", unlocks.Unlocks.as_view(), name="api-unlocks"),
    path(_MINE, unlocks.OneUnlock.as_view(), name="api-unlock"),
    path(f"{_MINE}/claim", unlocks.Claim.as_view(), name="api-unlock-claim"),
    path("help/<str:code>", unlocks.Help.as_view(), name="api-help"),
    path("help/<str:code>/assists", unlocks.Helping.as_view(), name="api-help-give"),
    path(
        "brands/<str:slug>/rewards/<str:public_id>/unlocks",
        unlock_review.OwnFigures.as_view(),
        name="api-own-reward-help",
    ),
    path("review/unlocks", unlock_review.ReviewUnlocks.as_view(), name="api-review-unlocks"),
    path(_REVIEW, unlock_review.ReviewUnlock.as_view(), name="api-review-unlock"),
    path(f"{_REVIEW}/revocation", unlock_review.Revocation.as_view(), name="api-review-unlock-revocation"),
    path(f"{_REVIEW}/assists/<int:pk>/reversal", unlock_review.AssistReversal.as_view(), name="api-review-assist"),
]
