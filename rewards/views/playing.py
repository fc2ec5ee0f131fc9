"""What players do: choose a team, leave it, enter with their buying team, object to a count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest
from lib import clean, clock, errors, limits, web
from rewards import paths, rate_limits
from rewards.models import Battle, BattleTeam
from rewards.selectors import battles, teams
from rewards.services.battles import counting, entering
from rewards.views.battles import page

REFUSALS = errors.REFUSALS
LONGEST = 4 * counting.WORDS_LENGTH  # of words that are given back


@login_required
@require_POST
def join(request: MemberRequest, public_id: str) -> HttpResponse:
    """Play for the team that the form names."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    team = BattleTeam.objects.filter(battle=battle, public_id=_said(request, "team")).first()
    if team is None:
        raise errors.NotFound(code="rewards.battle_team_not_found")
    done = _("You play for %(team)s.") % {"team": team.name}
    return _try(request, battle, lambda: entering.join(actor=request.user, team=team, now=clock.now()), done)


@login_required
@require_POST
def leave(request: MemberRequest, public_id: str) -> HttpResponse:
    """Play for nobody, before it begins."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    return _try(request, battle, lambda: entering.leave(actor=request.user, battle=battle), _("You left your team."))


@login_required
@require_POST
def enter(request: MemberRequest, public_id: str) -> HttpResponse:
    """Enter with the buying team that one leads."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    buyteam = teams.find(viewer=request.user, public_id=_said(request, "team"))
    done = _("Your team is in: its members play, later ones too.")
    return _try(
        request,
        battle,
        lambda: entering.enter(actor=request.user, battle=battle, buyteam=buyteam, now=clock.now()),
        done,
    )


@login_required
@require_POST
def object_to(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say what is wrong with the count."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    words = request.POST.get("words", "")
    try:
        limits.spend(rate_limits.OBJECT, who=request.user.public_id, now=clock.now())
        counting.object_to(actor=request.user, battle=battle, words=words, now=clock.now())
    except errors.Invalid as error:
        wrong = error.words
        return page(request, battle, status=422, wrong_words=wrong, words=words)
    except REFUSALS as error:
        return _refused(request, battle, error, wrong_words=error.message, words=clean.sought(words, most=LONGEST))
    messages.success(request, _("Thank you. Staff look at it and answer before the result is final."))
    return web.see_other(paths.of_battle(battle))


def _said(request: MemberRequest, name: str) -> str:
    return clean.sought(request.POST.get(name, ""), most=12)


def _try(request: MemberRequest, battle: Battle, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it and go back to the page; whoever cannot hears why, beside the doors that are open."""
    try:
        limits.spend(rate_limits.CHOOSE, who=request.user.public_id, now=clock.now())
        act()
    except REFUSALS as error:
        return _refused(request, battle, error)
    messages.success(request, done)
    return web.see_other(paths.of_battle(battle))


def _refused(request: MemberRequest, battle: Battle, error: errors.HearthError, **said: Any) -> HttpResponse:
    fresh = battles.find(viewer=request.user, public_id=battle.public_id)
    return web.refused(page(request, fresh, **(said or {"refusal": error})), error)
