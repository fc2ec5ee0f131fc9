"""What the pages of co-creation let one do, the API lets one do: both lists are kept in step, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import RequestFactory
from django.urls import URLPattern

from accounts.models import User
from community import making_urls, proposal_urls, round_urls
from community.api import making_urls as making_api, proposal_urls as proposal_api, round_urls as round_api
from tests.api.described import document

PAGES = (*proposal_urls.urlpatterns, *making_urls.urlpatterns, *round_urls.urlpatterns)
API = (*proposal_api.urlpatterns, *making_api.urlpatterns, *round_api.urlpatterns)
BY_OPERATIONS = {
    "proposal-new": "proposal_create",
    "proposal-edit": "proposal_save proposal_revise proposal_revive",
    "proposal-save": "proposal_save",
    "proposal-submit": "proposal_submit",
    "proposal-withdraw": "proposal_withdraw",
    "proposal-support": "proposal_support proposal_unsupport",
    "proposal-authors": "author_invite",
    "proposal-author-answer": "author_accept author_decline",
    "proposal-author-back": "author_take_back",
    "proposal-pictures": "proposal_picture_add",
    "proposal-picture-remove": "proposal_picture_remove",
    "proposal-arguments": "argument_create",
    "proposal-stance": "argument_stance",
    "proposal-amend": "amendment_create",
    "amendment-answer": "amendment_answer",
    "amendment-withdraw": "amendment_withdraw",
    "amendment-promote": "amendment_promote",
    "proposal-report": "proposal_report",
    "argument-report": "argument_report",
    "news-report": "news_report",
    "proposal-review": "proposal_review proposal_assign proposal_merge proposal_unmerge proposal_withdraw",
    "proposal-answer": "own_answer_prepare",
    "making-tell": "news_tell",
    "making-pictures": "news_picture_add",
    "making-picture-remove": "news_picture_remove news_picture_take_away",
    "making-test": "test_open",
    "making-launch": "launch_announce launch_go_back launch_begin",
    "making-give-up": "making_give_up",
    "test-wish": "test_wish test_unwish",
    "test-answer": "test_answer",
    "test-close": "test_close",
    "credit-edit": "credit_write",
    "credit-show": "credit_show",
    "credit-rewrite": "credit_take_back",
    "credit-object": "credit_object",
    "credit-answer": "credit_answer",
    "credit-pay": "credit_pay",
    "round-new": "vote_draft",
    "round-edit": "vote_update",
    "round-open": "vote_open",
    "round-call-off": "vote_call_off",
    "round-ballot": "vote_ballot",
    "round-look": "voter_look",
    "proposal-look": "supporter_look",
}
NOT_IN_THE_API: dict[str, str] = {}  # a page's name, and why no program needs what it does


def test_every_act_of_a_page_has_its_operations_and_every_operation_its_page() -> None:
    acts = {page.name for page in PAGES if takes_a_form(page)}
    writes = set(operations())
    named = {operation for found in BY_OPERATIONS.values() for operation in found.split()}

    assert acts == BY_OPERATIONS.keys() | NOT_IN_THE_API.keys()
    assert named == writes


def takes_a_form(page: URLPattern) -> bool:
    """Ask the door of a page what it lets in, without going in."""
    request: Any = RequestFactory().options("/")
    request.user = User()  # whoever is not signed in is sent away before the method is looked at
    refused = page.callback(request, **dict.fromkeys(page.pattern.converters, "a"))
    assert refused.status_code == 405, page.name
    return "POST" in refused.headers["Allow"]


def operations() -> Iterator[str]:
    """Yield the names of the API's writes at the addresses of co-creation."""
    described = document()["paths"]
    for route in API:
        parts = described["/api/v1/" + str(route.pattern).replace("<str:", "{").replace(">", "}")]
        yield from (found["operationId"] for method, found in parts.items() if method != "get")
