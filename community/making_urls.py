"""Pages of what becomes of a proposal: review, the brand's answer, making, tests, credit, launch."""

from django.urls import path

from community.views import (
    brand_inbox,
    brand_making,
    making_pictures,
    proposal_answer,
    proposal_credit,
    proposal_making,
    proposal_payouts,
    proposal_reviews,
    proposal_tests,
)

_ONE = "proposals/<slug:public_id>/"
_PICTURE = "proposals/news/pictures/<slug:public_id>"
_TEST = f"{_ONE}tests/<slug:test_id>/"

urlpatterns = [
    path("review/proposals/", proposal_reviews.index, name="proposal-reviews"),
    path(f"{_ONE}review/", proposal_reviews.detail, name="proposal-review"),
    path("brands/<slug:slug>/proposals/", brand_inbox.index, name="console-proposals"),
    path("brands/<slug:slug>/answers/", brand_inbox.answers, name="brand-answers"),
    path(f"{_ONE}answer/", proposal_answer.write, name="proposal-answer"),
    path(f"{_ONE}making/", proposal_making.index, name="proposal-making"),
    path(f"{_ONE}desk/", brand_making.index, name="proposal-desk"),
    path(f"{_ONE}desk/news/", brand_making.tell, name="making-tell"),
    path(f"{_ONE}desk/news/<slug:news_id>/pictures/", making_pictures.add, name="making-pictures"),
    path(f"{_ONE}desk/news/<slug:news_id>/pictures/remove/", making_pictures.remove, name="making-picture-remove"),
    path(f"{_PICTURE}.webp", making_pictures.show, name="making-picture"),
    path(f"{_PICTURE}/small.webp", making_pictures.small, name="making-picture-small"),
    path(f"{_ONE}desk/test/", brand_making.open_test, name="making-test"),
    path(f"{_ONE}desk/launch/", brand_making.launch, name="making-launch"),
    path(f"{_ONE}desk/give-up/", brand_making.give_up, name="making-give-up"),
    path(_TEST, proposal_tests.detail, name="proposal-test"),
    path(f"{_TEST}place/", proposal_tests.wish, name="test-wish"),
    path(f"{_TEST}answer/", proposal_tests.answer, name="test-answer"),
    path(f"{_TEST}close/", proposal_tests.close, name="test-close"),
    path(f"{_ONE}credit/", proposal_credit.index, name="proposal-credit"),
    path(f"{_ONE}credit.csv", proposal_credit.table, name="credit-csv"),
    path(f"{_ONE}credit/edit/", proposal_credit.edit, name="credit-edit"),
    path(f"{_ONE}credit/show/", proposal_credit.show, name="credit-show"),
    path(f"{_ONE}credit/rewrite/", proposal_credit.rewrite, name="credit-rewrite"),
    path(f"{_ONE}credit/object/", proposal_credit.object_to, name="credit-object"),
    path(f"{_ONE}credit/objections/<slug:objection_id>/", proposal_credit.answer, name="credit-answer"),
    path(f"{_ONE}credit/pay/", proposal_payouts.pay, name="credit-pay"),
]
