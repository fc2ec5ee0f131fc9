"""Endpoints of challenges."""

from __future__ import annotations

from django.urls import path

from gamify.api import challenge_console as console, challenges

_ONE = "challenges/<str:public_id>"
_OWN = "brands/<str:slug>/challenges"
_OWN_ONE = f"{_OWN}/<str:public_id>"

urlpatterns = [
    path("challenges", challenges.Challenges.as_view(), name="api-challenges"),
    path(_ONE, challenges.OneChallenge.as_view(), name="api-challenge"),
    path(f"{_ONE}/standings", challenges.Standings.as_view(), name="api-challenge-standings"),
    path(f"{_ONE}/entry", challenges.Entry.as_view(), name="api-challenge-entry"),
    path(f"{_ONE}/teams", challenges.Teams.as_view(), name="api-challenge-teams"),
    path(f"{_ONE}/submissions", challenges.MyProofs.as_view(), name="api-challenge-submissions"),
    path(f"{_ONE}/tasks/<int:position>/submissions", challenges.Proofs.as_view(), name="api-challenge-submit"),
    path(f"{_ONE}/result", challenges.Result.as_view(), name="api-challenge-result"),
    path(f"{_ONE}/story", challenges.Story.as_view(), name="api-challenge-story"),
    path(_OWN, console.OwnChallenges.as_view(), name="api-own-challenges"),
    path(_OWN_ONE, console.OwnChallenge.as_view(), name="api-own-challenge"),
    path(f"{_OWN_ONE}/submission", console.ChallengeSubmission.as_view(), name="api-own-challenge-submission"),
    path(f"{_OWN_ONE}/cancellation", console.ChallengeCancellation.as_view(), name="api-own-challenge-cancellation"),
    path(f"{_OWN_ONE}/proofs", console.HandedIn.as_view(), name="api-own-challenge-proofs"),
    path(f"{_OWN_ONE}/proofs/<str:proof_id>", console.OneHandedIn.as_view(), name="api-own-challenge-proof"),
    path("review/challenges", console.WaitingChallenges.as_view(), name="api-review-challenges"),
    path("review/challenges/<str:public_id>", console.WaitingChallenge.as_view(), name="api-review-challenge"),
]
