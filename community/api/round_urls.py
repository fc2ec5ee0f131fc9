"""Endpoints of votes: voting, counting again, running one, watching that it goes fairly."""

from __future__ import annotations

from django.urls import path

from community.api import round_console, rounds

_ONE = "votes/<str:public_id>"

urlpatterns = [
    path("votes", round_console.Votes.as_view(), name="api-votes"),
    path(_ONE, round_console.OneVote.as_view(), name="api-vote"),
    path(f"{_ONE}/ballot", rounds.Ballot.as_view(), name="api-vote-ballot"),
    path(f"{_ONE}/record", rounds.Record.as_view(), name="api-vote-record"),
    path(f"{_ONE}/recount", rounds.Recount.as_view(), name="api-vote-recount"),
    path(f"{_ONE}/opening", round_console.Opening.as_view(), name="api-vote-opening"),
    path(f"{_ONE}/cancellation", round_console.Cancellation.as_view(), name="api-vote-cancellation"),
    path(f"{_ONE}/voters", round_console.Voters.as_view(), name="api-voters"),
    path(f"{_ONE}/voters/<str:handle>/case", round_console.Look.as_view(), name="api-voter-look"),
    path("review/votes", round_console.VoteCases.as_view(), name="api-vote-cases"),
]
