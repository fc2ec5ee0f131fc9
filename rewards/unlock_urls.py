"""Pages of what friends unlock: its owner's, the one that friends open, and the staff's."""

from django.urls import path

from rewards.views import helping, unlock_review, unlocks

_MINE = "unlocks/<slug:public_id>/"
_REVIEW = "review/unlocks/<slug:public_id>/"

urlpatterns = [
    path("rewards/<slug:public_id>/ask/", unlocks.ask, name="reward-ask"),
    path("unlocks/", unlocks.index, name="unlock-list"),
    path(_MINE, unlocks.detail, name="unlock"),
    path(f"{_MINE}claim/", unlocks.claim, name="unlock-claim"),
    path(f"{_MINE}leave/", unlocks.leave, name="unlock-leave"),
    path("help/<slug:code>/", helping.detail, name="help"),
    path("help/<slug:code>/stock/", helping.stock, name="help-stock"),
    path("help/<slug:code>/give/", helping.give, name="help-give"),
    path("review/unlocks/", unlock_review.index, name="review-unlocks"),
    path(_REVIEW, unlock_review.detail, name="review-unlock"),
    path(f"{_REVIEW}revoke/", unlock_review.revoke, name="review-unlock-revoke"),
    path(f"{_REVIEW}assists/<int:pk>/", unlock_review.reverse_assist, name="review-assist"),
]
