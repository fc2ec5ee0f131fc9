"""Review of battles by the staff of the site: before they are announced, and when players object to the count."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policies import require_staff
from accounts.requests import MemberRequest
from lib import clock, errors, numbers, web
from rewards.battle_forms import BattleForm
from rewards.models import Battle, Objection
from rewards.policies import Action
from rewards.selectors import battle_console, roles
from rewards.services.battles import counting, drafting

State = Battle.State


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the battles that wait: for review, or for an answer to an objection."""
    require_staff(request.user)
    context = {"nav": "staff", "waiting": battle_console.waiting(viewer=request.user)}
    return render(request, "rewards/review/battles.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show what would bind the brand, or what was objected; take the decision."""
    require_staff(request.user)
    battle = _battle(request, public_id)
    wrong: dict[str, errors.Text] = {}
    if request.method == "POST":
        try:
            return _decide(request, battle)
        except errors.Invalid as error:
            wrong = error.fields
        except errors.Conflict as error:
            messages.error(request, str(error.message))
            return web.see_other(reverse("rewards:review-battles"))
    context = {
        "nav": "staff",
        "battle": battle,
        "brand": battle.brand,
        "sight": battle_console.preview(battle=battle),
        "objections": battle_console.objections(battle=battle),
        "texts": BattleForm.labelled(battle),
        "wrong": wrong,
        "posted": request.POST,
        "may_call_off": State.VOID in battle.PATHS.get(battle.state, ()),
    }
    return render(request, "rewards/review/battle.html", context, status=422 if wrong else 200)


def _battle(request: MemberRequest, public_id: str) -> Battle:
    rows = Battle.objects.select_related("brand", "campaign").prefetch_related("teams")
    battle = rows.filter(public_id=public_id).exclude(state=State.DRAFT).first()
    if battle is None:
        raise errors.NotFound(code="rewards.battle_not_found")
    roles.require(user=request.user, brand=battle.brand, action=Action.REVIEW)
    return battle


def _decide(request: MemberRequest, battle: Battle) -> HttpResponse:
    said, now = request.POST.get("answer", ""), clock.now()
    if said == "approve":
        drafting.announce(by=request.user, battle=battle, now=now)
        messages.success(request, _("Approved. Its rules are frozen and public."))
    elif said == "back":
        drafting.send_back(by=request.user, battle=battle, reason=request.POST.get("reason", ""), now=now)
        messages.success(request, _("Sent back with your reason."))
    elif said == "off":
        counting.call_off(by=request.user, battle=battle, reason=request.POST.get("reason", ""), now=now)
        messages.success(request, _("Called off. Its players are told why."))
    else:
        counting.answer(
            by=request.user, objection=_objection(battle, said), words=request.POST.get("words", ""), now=now
        )
        messages.success(request, _("Answered. The count was looked through again."))
        return web.see_other(reverse("rewards:review-battle", args=[battle.public_id]))
    return web.see_other(reverse("rewards:review-battles"))


def _objection(battle: Battle, said: str) -> Objection:
    row = Objection.objects.filter(battle=battle, pk=numbers.find(said) or 0).select_related("battle").first()
    if row is None:
        raise errors.NotFound(code="rewards.objection_not_found")
    return row
