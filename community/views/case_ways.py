"""Where a case stands in its queue, and the way from it to the next."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from accounts.requests import MemberRequest
from community.models import Case
from community.selectors import queue_rows, queues
from community.selectors.cases import Opened
from community.selectors.narrowing import ALL, Narrowing
from community.services import judging
from lib import web


def narrowing_of(request: MemberRequest) -> Narrowing:
    """Return which part of the queue is asked for."""
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:150] for name in ("author", "reporter")}
    return Narrowing(rule=web.number(request.GET.get("rule", "")), **asked)


def topic_of(request: MemberRequest, opened: Opened) -> str:
    """Return the topic of the queue that this reader has the case in."""
    names = judging.queues_of(opened.case)
    return names[0] if queues.may_watch_all(request.user) else names[-1]


def queue_url(request: MemberRequest, opened: Opened, *, is_whole: bool = False) -> str:
    """Return the address of the queue that the case is decided in, narrowed as before or whole."""
    group = opened.queue_of
    if group is None:
        return reverse("community:vote-cases")
    narrowing = ALL if is_whole else narrowing_of(request)
    return _with(reverse("community:group-queue", args=[group.slug]), narrowing)


def next_url(request: MemberRequest, opened: Opened) -> str:
    """Return the address of the next open case of that queue; "" for none. Queries: at most 2."""
    narrowing = narrowing_of(request)
    found = queue_rows.following(narrowing.within(_rows(request, opened)), opened.case)
    if found is None:
        return ""
    if found.is_appeal:
        return reverse("community:appeal-detail", args=[found.appeal.pk])
    return _with(reverse("community:case-detail", args=[found.pk]), narrowing)


def _rows(request: MemberRequest, opened: Opened) -> QuerySet[Case]:
    group = opened.queue_of
    return queues.in_group(group=group, user=request.user) if group else queues.of_staff(user=request.user)


def _with(path: str, narrowing: Narrowing) -> str:
    return f"{path}?{urlencode(narrowing.asked)}" if narrowing.asked else path
