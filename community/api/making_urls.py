"""Endpoints of what becomes of a proposal: review, the brand's answer, making, tests, credit, launch."""

from __future__ import annotations

from django.urls import path

from community.api import brand_answers, credit, making, proposal_reviews, proposal_tests

_ONE = "proposals/<str:public_id>"
_TEST = f"{_ONE}/tests/<str:test_id>"
_SHOTS = f"{_ONE}/news/<str:news_id>/pictures"
_CREDIT = f"{_ONE}/credit"
_REVIEW = "review/proposals/<str:public_id>"

urlpatterns = [
    path("review/proposals", proposal_reviews.ProposalReviews.as_view(), name="api-proposal-reviews"),
    path(_REVIEW, proposal_reviews.Verdict.as_view(), name="api-proposal-review"),
    path(f"{_REVIEW}/brand", proposal_reviews.AskedBrand.as_view(), name="api-proposal-brand"),
    path(f"{_REVIEW}/merger", proposal_reviews.ProposalMerger.as_view(), name="api-proposal-merger"),
    path(f"{_REVIEW}/parting", proposal_reviews.ProposalParting.as_view(), name="api-proposal-parting"),
    path(f"{_REVIEW}/signs", proposal_reviews.Signs.as_view(), name="api-proposal-signs"),
    path(f"{_REVIEW}/supporters", proposal_reviews.Supporters.as_view(), name="api-supporters"),
    path(f"{_REVIEW}/supporters/<str:handle>/case", proposal_reviews.LookAtSupport.as_view(), name="api-support-look"),
    path("brands/<str:slug>/proposals", brand_answers.Inbox.as_view(), name="api-brand-inbox"),
    path("brands/<str:slug>/answers", brand_answers.AnswerRecord.as_view(), name="api-answer-record"),
    path(f"{_ONE}/answer", brand_answers.OwnAnswer.as_view(), name="api-own-answer"),
    path(f"{_ONE}/answers", brand_answers.Answers.as_view(), name="api-brand-answers"),
    path(f"{_ONE}/news", making.News.as_view(), name="api-news"),
    path(_SHOTS, making.NewsPictures.as_view(), name="api-news-pictures"),
    path(f"{_SHOTS}/<str:picture_id>/removal", making.NewsPictureRemoval.as_view(), name="api-news-picture-removal"),
    path(f"{_SHOTS}/<str:picture_id>", making.OneNewsPicture.as_view(), name="api-news-picture"),
    path(f"{_ONE}/announcement", making.Announcement.as_view(), name="api-announcement"),
    path(f"{_ONE}/launch", making.Launch.as_view(), name="api-launch"),
    path(f"{_ONE}/giving-up", making.GivingUp.as_view(), name="api-giving-up"),
    path(f"{_ONE}/tests", proposal_tests.Tests.as_view(), name="api-tests"),
    path(_TEST, proposal_tests.OneTest.as_view(), name="api-test"),
    path(f"{_TEST}/draw", proposal_tests.Draw.as_view(), name="api-test-draw"),
    path(f"{_TEST}/place", proposal_tests.TestPlace.as_view(), name="api-test-place"),
    path(f"{_TEST}/answers", proposal_tests.TestAnswers.as_view(), name="api-test-answers"),
    path(f"{_TEST}/closing", proposal_tests.TestClosing.as_view(), name="api-test-closing"),
    path(_CREDIT, credit.Credit.as_view(), name="api-credit"),
    path(f"{_CREDIT}/suggestion", credit.SuggestedShares.as_view(), name="api-credit-suggestion"),
    path(f"{_CREDIT}/showing", credit.Showing.as_view(), name="api-credit-showing"),
    path(f"{_CREDIT}/objections", credit.Objections.as_view(), name="api-credit-objections"),
    path(f"{_CREDIT}/objections/<str:objection_id>", credit.OneObjection.as_view(), name="api-credit-objection"),
    path(f"{_CREDIT}/payouts", credit.Payouts.as_view(), name="api-credit-payouts"),
]
