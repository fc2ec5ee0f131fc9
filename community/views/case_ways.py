"""Where a case stands in its queue, and the way from it to the next."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from accounts.requests import MemberRequest
from community.models import Case
from community.selectors import queue_rows, queues, standings
from community.selectors.narrowing import ALL, Narrowing
from community.services import judging
from lib import clock, web


def narrowing_of(request: MemberRequest) -> Narrowing:
    """Return which part of the queue is asked for."""
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:150] for name in ("author", "reporter")}
    return Narrowing(rule=web.number(request.GET.get("rule", "")), **asked)


def topic_of(request: MemberRequest, case: Case) -> str:
    """Return the topic of the queue that this reader has the case in."""
    names = judging.queues_of(case)
    return names[0] if queues.may_watch_all(request.user) else names[-1]


def is_of_group(request: MemberRequest, case: Case) -> bool:
    """Say whether the reader has it in the queue of its group, not in that of the staff. Queries: 1."""
    if case.group is None:
        return False
    return standings.of(user=request.user, group=case.group, now=clock.now()).is_moderator


def queue_url(request: MemberRequest, case: Case, *, is_whole: bool = False) -> str:
    """Return the address of the queue that the case is decided in, narrowed as before or whole."""
    if not is_of_group(request, case):
        return reverse("community:vote-cases")
    assert case.group is not None
    narrowing = ALL if is_whole else narrowing_of(request)
    return _with(reverse("community:group-queue", args=[case.group.slug]), narrowing)


def next_url(request: MemberRequest, case: Case) -> str:
    """Return the address of the next open case of that queue; "" for none. Queries: at most 3."""
    narrowing = narrowing_of(request)
    found = queue_rows.following(narrowing.within(_rows(request, case)), case)
    if found is None:
        return ""
    if found.is_appeal:
        return reverse("community:appeal-detail", args=[found.appeal.pk])
    return _with(reverse("community:case-detail", args=[found.pk]), narrowing)


def _rows(request: MemberRequest, case: Case) -> QuerySet[Case]:
    if is_of_group(request, case):
        assert case.group is not None
        return queues.in_group(group=case.group, user=request.user)
    return queues.of_staff(user=request.user)


def _with(path: str, narrowing: Narrowing) -> str:
    return f"{path}?{urlencode(narrowing.asked)}" if narrowing.asked else path
