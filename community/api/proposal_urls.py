"""Endpoints of proposals that members use: reading, writing, supporting, changing, arguing."""

from __future__ import annotations

from django.urls import path

from community.api import amendments, arguments, authors, incubator, proposal_versions, proposals

_ONE = "proposals/<str:public_id>"
_AMENDMENT = f"{_ONE}/amendments/<str:amendment_id>"

urlpatterns = [
    path("proposals", proposals.Proposals.as_view(), name="api-proposals"),
    path("proposals/mine", proposals.Mine.as_view(), name="api-proposals-mine"),
    path("proposals/near", proposals.Near.as_view(), name="api-proposals-near"),
    path(_ONE, proposals.OneProposal.as_view(), name="api-proposal"),
    path(f"{_ONE}/submission", proposals.Submission.as_view(), name="api-proposal-submission"),
    path(f"{_ONE}/withdrawal", proposals.Withdrawal.as_view(), name="api-proposal-withdrawal"),
    path(f"{_ONE}/versions", proposal_versions.Versions.as_view(), name="api-proposal-versions"),
    path(f"{_ONE}/revival", proposal_versions.Revival.as_view(), name="api-proposal-revival"),
    path(f"{_ONE}/authors", authors.Authors.as_view(), name="api-authors"),
    path(f"{_ONE}/authors/me", authors.MyAuthorship.as_view(), name="api-my-authorship"),
    path(f"{_ONE}/authors/<str:handle>", authors.OneAuthor.as_view(), name="api-author"),
    path(f"{_ONE}/pictures", authors.ProposalPictures.as_view(), name="api-proposal-pictures"),
    path(f"{_ONE}/pictures/<str:picture_id>", authors.OneProposalPicture.as_view(), name="api-proposal-picture"),
    path(f"{_ONE}/support", proposals.Support.as_view(), name="api-proposal-support"),
    path(f"{_ONE}/arguments", arguments.Arguments.as_view(), name="api-arguments"),
    path(f"{_ONE}/agreed", arguments.Agreements.as_view(), name="api-agreements"),
    path(f"{_ONE}/amendments", amendments.Amendments.as_view(), name="api-amendments"),
    path(f"{_AMENDMENT}/answer", amendments.AmendmentAnswer.as_view(), name="api-amendment-answer"),
    path(f"{_AMENDMENT}/withdrawal", amendments.AmendmentWithdrawal.as_view(), name="api-amendment-withdrawal"),
    path(f"{_AMENDMENT}/promotion", amendments.AmendmentPromotion.as_view(), name="api-amendment-promotion"),
    path(f"{_ONE}/reports", arguments.ProposalReports.as_view(), name="api-proposal-reports"),
    path("arguments/<str:public_id>/stance", arguments.ArgumentStance.as_view(), name="api-stance"),
    path("arguments/<str:public_id>/reports", arguments.ArgumentReports.as_view(), name="api-argument-reports"),
    path("news/<str:public_id>/reports", arguments.NewsReports.as_view(), name="api-news-reports"),
    path("incubator", incubator.Incubator.as_view(), name="api-incubator"),
]
