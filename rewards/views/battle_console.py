"""A brand's battles: the list, how one goes, and calling it off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from lib import clock, errors, web
from rewards.models import Battle
from rewards.policies import Action, Role, may
from rewards.selectors import battle_console, battles, roles
from rewards.services.battles import counting
from rewards.views import tabs

State = Battle.State


@login_required
@require_safe
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the brand's battles."""
    brand, role = roles.access_brand(user=request.user, slug=slug)
    found = battle_console.listing(brand=brand, after=request.GET.get("after", ""))
    return render(request, "rewards/console/battles/index.html", tabs.brand_list(brand, role, found, "battles"))


@login_required
@require_safe
def detail(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Show how a battle goes; a draft leads on to its builder."""
    battle, role = roles.access_battle(user=request.user, slug=slug, public_id=public_id)
    if battle.state == State.DRAFT and may(Action.WRITE, role):
        return web.see_other(reverse("rewards:console-battle-edit", args=[slug, public_id]))
    context = {
        "nav": "console",
        "brand": battle.brand,
        "battle": battle,
        "card": battles.card(battle),
        "sight": battle_console.preview(battle=battle),
        "objections": battle_console.objections(battle=battle) if role is not Role.NOBODY else (),
        "may_call_off": may_call_off(battle, role),
    }
    return render(request, "rewards/console/battle/index.html", context)


@login_required
@require_POST
def cancel(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Call a battle off, or throw a draft away."""
    battle, _role = roles.access_battle(user=request.user, slug=slug, public_id=public_id)
    own = reverse("rewards:console-battle", args=[slug, public_id])
    try:
        counting.call_off(by=request.user, battle=battle, reason=request.POST.get("reason", ""), now=clock.now())
    except errors.Invalid as error:
        messages.error(request, error.words)
        return web.see_other(own)
    except errors.Conflict as error:
        messages.error(request, str(error.message))
        return web.see_other(own)
    messages.success(request, _("Called off. Its players are told why."))
    return web.see_other(reverse("rewards:console-battles", args=[slug]))


def may_call_off(battle: Battle, role: Role) -> bool:
    """Say whether somebody in that role may: its owner until it begins, staff at any time."""
    if State.VOID not in battle.PATHS.get(battle.state, ()):
        return False
    return may(Action.CANCEL if battle.state in counting.EARLY else Action.REVIEW, role)
