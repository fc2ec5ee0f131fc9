"""One test of a prototype: asking to take part, the draw that anybody can repeat, the answers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import MemberRequest, PageRequest
from community import rate_limits
from community.models import TestRound
from community.proposal_policies import ProposalRole
from community.selectors import proposal_making, proposal_queues
from community.services.making import testing
from community.services.proposals import inbox_lines
from community.views.making_actions import attempt
from lib import clock
from live.selectors import topics

State = TestRound.State
ANSWER_LENGTH = testing.TEXT_LENGTH


@require_safe
def detail(request: PageRequest, public_id: str, test_id: str) -> HttpResponse:
    """Show a test; it renews itself."""
    proposal, roles = proposal_queues.get(user=request.user, public_id=public_id)
    topic = inbox_lines.topic_of(proposal)
    versions = topics.versions([topic])
    test = proposal_making.test(proposal=proposal, public_id=test_id)
    now, user = clock.now(), request.user
    own = proposal_making.mine(user=user, test=test)
    is_open = test.state == State.OPEN and test.draws_at > now
    may_see_results = bool(roles & {ProposalRole.BRAND, ProposalRole.AUTHOR}) or test.state == State.CLOSED
    after = request.GET.get("after", "")
    found = proposal_making.asked(test=test, after=after)
    own_path = reverse("community:proposal-test", args=[public_id, test_id])
    context = {
        "nav": "proposals",
        "testers": found.people,
        "here": f"{own_path}?{urlencode({'after': after})}" if after else own_path,
        "first_url": f"{own_path}#draw-title" if after else "",
        "more_url": f"{own_path}?{urlencode({'after': found.next_cursor})}#draw-title" if found.next_cursor else "",
        "proposal": proposal,
        "test": test,
        "topic": topic,
        "live_versions": versions,
        "draw": proposal_making.draw(test=test),
        "mine": own,
        "is_open": is_open,
        "may_wish": is_open and isinstance(user, User) and testing.may_test(user=user, proposal=proposal),
        "can_answer": own is not None and own.is_drawn and test.state == State.DRAWN and test.closes_at > now,
        "questions": _questions(test, own.answers if own else {}),
        "results": proposal_making.results(test=test) if may_see_results else (),
        "may_close": ProposalRole.BRAND in roles and test.state in (State.OPEN, State.DRAWN),
        "is_brand": ProposalRole.BRAND in roles,
        "most": ANSWER_LENGTH,
    }
    page = "main" if request.htmx else "index"
    return render(request, f"community/test/{page}.html", context)


@login_required
@require_POST
def wish(request: MemberRequest, public_id: str, test_id: str) -> HttpResponse:
    """Ask to take part, or no longer."""
    test = _test(request, public_id, test_id)
    if request.POST.get("back") == "1":
        said = _("You do not take part in the draw any more.")
        return _act(request, test, lambda: testing.take_back(user=request.user, test=test, now=clock.now()), said)
    said = _("You are in the draw. Good luck!")
    return _act(request, test, lambda: testing.wish(user=request.user, test=test, now=clock.now()), said)


@login_required
@require_POST
def answer(request: MemberRequest, public_id: str, test_id: str) -> HttpResponse:
    """Answer the questions as a tester."""
    test = _test(request, public_id, test_id)
    sent = {question["key"]: request.POST.get(question["key"], "") for question in test.questions}
    said = _("Thank you. You can change your answers until the test closes.")
    return _act(
        request, test, lambda: testing.answer(user=request.user, test=test, answers=sent, now=clock.now()), said
    )


@login_required
@require_POST
def close(request: MemberRequest, public_id: str, test_id: str) -> HttpResponse:
    """Close the test, or call it off."""
    test = _test(request, public_id, test_id)
    said = _("Closed. Its results are public.") if test.state == State.DRAWN else _("Called off.")
    return _act(request, test, lambda: testing.close(by=request.user, test=test, now=clock.now()), said)


def _test(request: PageRequest, public_id: str, test_id: str) -> TestRound:
    proposal, _parts = proposal_queues.get(user=request.user, public_id=public_id)
    return proposal_making.test(proposal=proposal, public_id=test_id)


def _act(request: MemberRequest, test: TestRound, act: Callable[[], object], said: str) -> HttpResponse:
    own = reverse("community:proposal-test", args=[test.proposal.public_id, test.public_id])
    return attempt(request, act, onward=own, said=said, limit=rate_limits.TEST)


def _questions(test: TestRound, answers: dict[str, str]) -> list[tuple[dict[str, str], str]]:
    return [(question, answers.get(question["key"], "")) for question in test.questions]
