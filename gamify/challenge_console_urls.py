"""Pages of those who run challenges, of groups that are asked, and of the staff who review and fund them."""

from django.urls import path

from gamify.views import (
    challenge_builder,
    challenge_consents,
    challenge_console,
    challenge_reports,
    challenge_review,
    jury,
    proofs,
    purses,
)

_BRAND = "brands/<slug:slug>/challenges/"
_PLACE = "challenges/at/<slug:kind>/<int:pk>/"
_ONE = "challenges/<slug:public_id>/"
_OWN = f"{_ONE}console/"

urlpatterns = [
    path(_BRAND, challenge_console.of_brand, name="console-challenges"),
    path(f"{_BRAND}new/", challenge_builder.create_for_brand, name="console-challenge-new"),
    path("challenges/asked/", challenge_consents.index, name="challenges-asked"),
    path(_PLACE, challenge_console.of_place, name="place-challenges"),
    path(f"{_PLACE}new/", challenge_builder.create_for_place, name="place-challenge-new"),
    path(_OWN, challenge_console.detail, name="challenge-console"),
    path(f"{_OWN}edit/", challenge_builder.edit, name="challenge-edit"),
    path(f"{_OWN}cancel/", challenge_console.cancel, name="challenge-cancel"),
    path(f"{_OWN}submissions/", proofs.index, name="challenge-proofs"),
    path(f"{_OWN}submissions/<slug:submission_id>/", proofs.answer, name="challenge-proof"),
    path(f"{_OWN}jury/<int:position>/", jury.choose, name="challenge-jury"),
    path(f"{_OWN}report/", challenge_reports.index, name="challenge-report"),
    path(f"{_OWN}report.csv", challenge_reports.table, name="challenge-report-csv"),
    path(f"{_ONE}consent/", challenge_consents.answer, name="challenge-consent"),
    path(f"{_ONE}review/", challenge_review.detail, name="review-challenge"),
    path("review/challenges/", challenge_review.index, name="review-challenges"),
    path("review/purses/", purses.index, name="review-purses"),
    path("review/purses/<int:pk>/", purses.decide, name="review-grant"),
]
