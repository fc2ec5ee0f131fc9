"""Unlocks for the staff of the site: who helped whom, and taking back what does not hold."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import require_staff
from accounts.requests import MemberRequest
from lib import clock, web
from rewards import order_history
from rewards.models import Unlock
from rewards.policies import Action
from rewards.selectors import roles, unlocks
from rewards.services.assists import reversing


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the unlocks that run, are unlocked, or over."""
    require_staff(request.user)
    asked = request.GET.get("stage", "")
    stage = asked if asked in unlocks.STAGES else "open"
    found = unlocks.for_staff(viewer=request.user, stage=stage, after=request.GET.get("after", ""))
    context = {
        "nav": "staff",
        "found": found,
        "stages": _stages(stage),
        "more_url": web.next_page(found.next_cursor, stage=stage),
    }
    return render(request, "rewards/review/unlocks.html", context)


@login_required
@require_safe
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show one with everybody who helped."""
    unlock = _get(request, public_id)
    told = [(event.at, order_history.words_of(event)) for event in unlocks.steps_of(unlock)]
    context = {
        "nav": "staff",
        "unlock": unlock,
        "reward": unlock.reward,
        "board": unlocks.Board(unlock),
        "assists": unlocks.assists_of(unlock),
        "steps": [(at, words) for at, words in told if words],
        "may_revoke": Unlock.State.REVOKED in unlock.PATHS.get(unlock.state, ()),
        "lowers": unlock.state in (Unlock.State.OPEN, Unlock.State.WAITLISTED),
    }
    return render(request, "rewards/review/unlock.html", context)


@login_required
@require_POST
def revoke(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take one back as a whole."""
    unlock, reason = _get(request, public_id), request.POST.get("reason", "")
    return web.attempt(
        request,
        lambda: reversing.revoke(by=request.user, unlock=unlock, reason=reason, now=clock.now()),
        done=_("Taken back."),
        onward=reverse("rewards:review-unlock", args=[public_id]),
    )


@login_required
@require_POST
def reverse_assist(request: MemberRequest, public_id: str, pk: int) -> HttpResponse:
    """Take one help out."""
    assist, reason = unlocks.assist_of(_get(request, public_id), pk), request.POST.get("reason", "")
    return web.attempt(
        request,
        lambda: reversing.reverse(by=request.user, assist=assist, reason=reason, now=clock.now()),
        done=_("Taken out."),
        onward=reverse("rewards:review-unlock", args=[public_id]),
    )


def _get(request: MemberRequest, public_id: str) -> Unlock:
    require_staff(request.user)
    unlock = unlocks.get(public_id=public_id)
    roles.require(user=request.user, brand=unlock.reward.brand, action=Action.REVIEW)
    return unlock


def _stages(current: str) -> list[dict[str, Any]]:
    labels = {"open": _("Running"), "unlocked": _("Unlocked"), "over": _("Over")}
    return [
        {"url": f"?stage={stage}", "label": label, "is_current": stage == current} for stage, label in labels.items()
    ]
