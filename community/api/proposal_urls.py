"""Endpoints of proposals and votes."""

from __future__ import annotations

from django.urls import path

from community.api import proposals, rounds

_ONE = "proposals/<str:public_id>"

urlpatterns = [
    path("proposals", proposals.Proposals.as_view(), name="api-proposals"),
    path(_ONE, proposals.OneProposal.as_view(), name="api-proposal"),
    path(f"{_ONE}/submission", proposals.Submission.as_view(), name="api-proposal-submission"),
    path(f"{_ONE}/withdrawal", proposals.Withdrawal.as_view(), name="api-proposal-withdrawal"),
    path(f"{_ONE}/support", proposals.Support.as_view(), name="api-proposal-support"),
    path(f"{_ONE}/arguments", proposals.Arguments.as_view(), name="api-arguments"),
    path(f"{_ONE}/amendments", proposals.Amendments.as_view(), name="api-amendments"),
    path(f"{_ONE}/answers", proposals.Answers.as_view(), name="api-brand-answers"),
    path(f"{_ONE}/credit", proposals.Credit.as_view(), name="api-credit"),
    path(f"{_ONE}/reports", proposals.ProposalReports.as_view(), name="api-proposal-reports"),
    path("arguments/<str:public_id>/stance", proposals.ArgumentStance.as_view(), name="api-stance"),
    path("votes", rounds.Votes.as_view(), name="api-votes"),
    path("votes/<str:public_id>", rounds.OneVote.as_view(), name="api-vote"),
    path("votes/<str:public_id>/ballot", rounds.Ballot.as_view(), name="api-vote-ballot"),
    path("votes/<str:public_id>/record", rounds.Record.as_view(), name="api-vote-record"),
    path("incubator", rounds.Incubator.as_view(), name="api-incubator"),
]
