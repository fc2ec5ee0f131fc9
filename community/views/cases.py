"""The page on which a case is decided."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from community import moderation, targets
from community.models import Case
from community.selectors import cases as reads, histories
from community.services import alike, cases, looking
from community.views import case_pages, case_ways
from lib import clock, errors, texts, web
from live.selectors import topics


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a case, and decide it; a decision on a stale view shows what has happened meanwhile."""
    opened = reads.get(pk=pk, user=request.user, now=clock.now())
    if request.method != "POST":
        return case_pages.page(request, opened)
    was_open = opened.case.is_open
    try:
        decided = _decide(request, opened.case)
    except errors.Invalid as error:
        return case_pages.page(request, opened, wrong=error.fields, status=422)
    except cases.StaleCase as stale:
        found = reads.get(pk=pk, user=request.user, now=clock.now())
        return case_pages.page(request, found, stale=stale, status=409)
    messages.success(request, _told(request, decided), extra_tags=reverse("community:case-detail", args=[pk]))
    onward = case_ways.next_url(request, opened) if was_open else ""
    return web.see_other(onward or case_ways.queue_url(request, opened, is_whole=was_open))


def _decide(request: MemberRequest, case: Case) -> list[Case]:
    """Decide it, and what was chosen to be decided alike."""
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    rule, now = _rule_of(request), clock.now()
    seen = request.POST.get("seen", "")
    first = cases.decide(moderator=request.user, case=case, action=action, rule=rule, reason=reason, seen=seen, now=now)
    looking.leave(case=case)
    others = [*_others(request)] if "alike" in request.POST else []
    more = alike.decide(
        moderator=request.user, like=case, others=others, action=action, rule=rule, reason=reason, now=now
    )
    return [first, *more]


def _others(request: MemberRequest) -> list[tuple[int, str]]:
    sent = (each.partition(":") for each in request.POST.getlist("also"))
    return [(web.number(pk), seen) for pk, _colon, seen in sent]


def _told(request: MemberRequest, decided: Sequence[Case]) -> str:
    """Return what was done in a sentence or two."""
    told = reads.others_told(decided=decided, user=request.user)
    done = str(moderation.get(request.POST["action"]).label)
    said = ngettext(
        "Decided: %(done)s. %(n)s member who reported it is told.",
        "Decided: %(done)s. %(n)s members who reported it are told.",
        told,
    ) % {"done": done, "n": told}
    if "alike" not in request.POST:
        return said
    more = len(decided) - 1
    also = ngettext("%(n)s other was decided alike.", "%(n)s others were decided alike.", more) % {"n": more}
    left = len(request.POST.getlist("also")) - more
    if left <= 0:
        return texts.join([said, also])
    waits = ngettext("%(n)s has changed meanwhile and waits.", "%(n)s have changed meanwhile and wait.", left)
    return texts.join([said, also, waits % {"n": left}])


@login_required
@require_POST
def letter(request: MemberRequest, pk: int) -> HttpResponse:
    """Return the message that the author would get, as the form stands."""
    case = reads.get(pk=pk, user=request.user, now=clock.now()).case
    return render(
        request,
        "community/case/letter.html",
        {
            "letter": case_pages.letter(request, case, cases.target_of(case), histories.rules_of(case.group)),
            "can_restore": case.state == Case.State.REMOVED,
            "is_vote": targets.is_vote(case),
        },
    )


@login_required
@require_safe
def meanwhile(request: MemberRequest, pk: int) -> HttpResponse:
    """Return what has happened since the page with the token `?seen=` was opened."""
    opened = reads.get(pk=pk, user=request.user, now=clock.now())
    case, topic = opened.case, case_ways.topic_of(request, opened)
    versions = topics.versions([topic])
    seen = request.GET.get("seen", "")
    context = {
        "case": case,
        "seen": seen,
        "topic": topic,
        "live_versions": versions,
        "meanwhile": reads.changed_since(seen, reads.page(case=case)),
    }
    return render(request, "community/case/meanwhile.html", context)


def _rule_of(request: MemberRequest) -> int | None:
    number = request.POST.get("rule", "")
    return int(number) if number.isdecimal() and len(number) < 4 else None
