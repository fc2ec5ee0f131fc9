"""A member's own appeal: writing it, following it, answering what is asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from community import moderation, paths, rate_limits, targets
from community.models import ModlogEntry
from community.selectors import appeals as reads, decisions, mentions
from community.services.appeals import filing, talking, terms
from lib import clock, errors, web
from lib.limits import spend
from live.selectors import topics


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the form of an appeal or the appeal, and take it; to htmx and the socket what has happened alone."""
    decision = decisions.get_decision(pk=pk, user=request.user)
    if request.method != "POST":
        return _page(request, decision)
    try:
        spend(rate_limits.APPEAL, who=request.user.public_id, now=clock.now())
        made = filing.file(member=request.user, decision=decision, text=request.POST.get("text", ""), now=clock.now())
    except errors.Invalid as error:
        return _page(request, decision, wrong=error.fields, status=422)
    except errors.Conflict as error:
        return _page(request, decision, wrong={"text": error.message}, status=409)
    if not made.is_new:
        messages.info(request, _("You have appealed this decision already."))
    return web.see_other(_path(pk))


@login_required
@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the answer to what was asked."""
    decision = decisions.get_decision(pk=pk, user=request.user)
    appeal = reads.find(decision=decision)
    if appeal is None:
        raise errors.NotFound(code="community.appeal_not_found")
    try:
        spend(rate_limits.APPEAL, who=request.user.public_id, now=clock.now())
        talking.answer(member=request.user, appeal=appeal, text=request.POST.get("text", ""), now=clock.now())
    except errors.Invalid as error:
        return _page(request, decision, wrong=error.fields, status=422)
    except errors.Conflict as error:
        return _page(request, decision, wrong={"text": error.message}, status=409)
    return web.see_other(_path(pk))


def _path(pk: int) -> str:
    return reverse("community:decision-appeal", args=[pk])


def _page(
    request: MemberRequest,
    decision: ModlogEntry,
    *,
    wrong: dict[str, errors.Text] | None = None,
    status: int = 200,
) -> HttpResponse:
    topic = f"member:{request.user.public_id}:appeals"
    versions = topics.versions([topic])
    target = targets.target_in(decision)
    context: dict[str, Any] = {
        "nav": "groups",
        "own": reads.own(decision=decision, now=clock.now()),
        "decision": decision,
        "quoted": mentions.quoted(decision.case),
        "group": decision.group,
        "against": moderation.letters.against(decision),
        "path": paths.of(target) if target is not None and target.is_published else "",
        "topic": topic,
        "live_versions": versions,
        "text": request.POST.get("text", ""),
        "wrong": wrong or {},
        "most": terms.TEXT_LIMIT,
    }
    page = "progress" if request.htmx else "index"
    return render(request, f"community/appeal/{page}.html", context, status=status)
