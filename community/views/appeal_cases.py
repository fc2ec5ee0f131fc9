"""The page on which an appeal is decided by somebody who had no part in the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from community import rate_limits
from community.models import Appeal
from community.selectors import appeals as reads, mentions, modlog as log_reads
from community.services import modlog
from community.services.appeals import deciding, judges, locking, talking, terms
from lib import clock, errors, web
from lib.limits import spend
from live.selectors import topics

Wrong = dict[str, errors.Text]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an appeal, and decide it; a decision on a stale view shows it as it is now and keeps the words."""
    appeal = reads.get(pk=pk, user=request.user, now=clock.now())
    if request.method != "POST":
        return _page(request, appeal)
    try:
        deciding.decide(
            judge=request.user,
            appeal=appeal,
            action=request.POST.get("action", ""),
            reason=request.POST.get("reason", ""),
            seen=request.POST.get("seen", ""),
            now=clock.now(),
        )
    except errors.Invalid as error:
        return _page(request, appeal, wrong=error.fields, status=422)
    except locking.StaleAppeal as stale:
        return _page(request, reads.get(pk=pk, user=request.user, now=clock.now()), stale=stale, status=409)
    name = appeal.case.author.display_name
    messages.success(request, _("Answered. %(name)s and who decided first are told.") % {"name": name})
    return web.see_other(_queue_of(appeal))


@login_required
@require_POST
def question(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the member something."""
    appeal = reads.get(pk=pk, user=request.user, now=clock.now())
    try:
        spend(rate_limits.APPEAL, who=request.user.public_id, now=clock.now())
        talking.ask(
            judge=request.user,
            appeal=appeal,
            text=request.POST.get("text", ""),
            seen=request.POST.get("seen", ""),
            now=clock.now(),
        )
    except errors.Invalid as error:
        return _page(request, appeal, wrong=error.fields, status=422)
    except locking.StaleAppeal as stale:
        return _page(request, reads.get(pk=pk, user=request.user, now=clock.now()), stale=stale, status=409)
    messages.success(request, _("Sent. You are told as soon as there is an answer."))
    return web.see_other(reverse("community:appeal-detail", args=[pk]))


@login_required
@require_safe
def meanwhile(request: MemberRequest, pk: int) -> HttpResponse:
    """Say whether anything has happened since the page with the token `?seen=` was opened."""
    appeal = reads.get(pk=pk, user=request.user, now=clock.now())
    topic, seen = _topic(appeal), request.GET.get("seen", "")
    versions = topics.versions([topic])
    is_changed = seen != locking.token_of(appeal.case)
    context = {"appeal": appeal, "seen": seen, "topic": topic, "live_versions": versions, "is_changed": is_changed}
    return render(request, "community/appeal/meanwhile.html", context)


def _topic(appeal: Appeal) -> str:
    return judges.STAFF_TOPIC if appeal.is_for_staff else f"group:{appeal.case.group_id}:queue"


def _queue_of(appeal: Appeal) -> str:
    if appeal.is_for_staff or appeal.case.group is None:
        return reverse("community:appeal-queue")
    return reverse("community:group-queue", args=[appeal.case.group.slug])


def _page(
    request: MemberRequest,
    appeal: Appeal,
    *,
    wrong: Wrong | None = None,
    stale: locking.StaleAppeal | None = None,
    status: int = 200,
) -> HttpResponse:
    topic, now = _topic(appeal), clock.now()
    versions = topics.versions([topic])
    page = reads.page(appeal=appeal, now=now)
    context: dict[str, Any] = {
        "nav": "staff" if appeal.is_for_staff else "groups",
        "appeal": appeal,
        "case": appeal.case,
        "decision": appeal.decision,
        "quoted": mentions.quoted(appeal.decision.case),
        "group": appeal.case.group,
        "page": page,
        "seen": page.seen,
        "first": log_reads.line_of(appeal.decision, is_moderator=True, user=request.user),
        "lines": [log_reads.line_of(entry, is_moderator=True, user=request.user) for entry in page.history.entries],
        "is_late": appeal.case.is_open and appeal.due_at <= now,
        "queue_url": _queue_of(appeal),
        "topic": topic,
        "live_versions": versions,
        "stale": stale,
        "reason": request.POST.get("reason", ""),
        "text": request.POST.get("text", ""),
        "wrong": wrong or {},
        "most": modlog.REASON_LIMIT,
        "most_asked": terms.TEXT_LIMIT,
    }
    return render(request, "community/appeal/case.html", context, status=status)
