"""Two half-full teams become one: the captain asks, and everybody decides for themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from lib import clean, clock, errors, web
from rewards import paths
from rewards.models import Merger
from rewards.selectors import mine, team_page, teams
from rewards.services.buying import mergers
from rewards.views import invitations

MOST = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask the members to move to another team that still forms."""
    team = invitations.visible_team(request, public_id)
    if team.captain_id != request.user.pk:
        raise errors.NotAllowed(_("Only the captain can ask that."))
    if request.method == "POST":
        into = teams.find(viewer=request.user, public_id=clean.sought(request.POST.get("into", ""), most=12))
        mergers.propose(actor=request.user, team=team, into=into, now=clock.now())
        messages.success(request, _("Everybody in your team is asked now. Each decides alone."))
        return web.see_other(invitations.with_invite(paths.of_team(team), team))
    order = mine.mine(viewer=request.user, team=team).order
    others = teams.forming(campaign=team.campaign, most=MOST, without=[team.pk])
    context = {
        "nav": "buy",
        "room": team_page.room(team=team),
        "others": [card for card in others if order and mine.could_move(order, card)],
        "back": invitations.with_invite(paths.of_team(team), team),
    }
    return render(request, "rewards/merge/index.html", context)


@login_required
@require_POST
def answer(request: MemberRequest, public_id: str, pk: int) -> HttpResponse:
    """Say whether one moves."""
    team = invitations.visible_team(request, public_id)
    merger = Merger.objects.filter(pk=pk, team=team).select_related("into").first()
    order = mine.mine(viewer=request.user, team=team).order
    if merger is None or order is None:
        raise errors.NotFound
    is_yes = request.POST.get("answer") == "yes"
    mergers.answer(actor=request.user, merger=merger, seat=order.seat, yes=is_yes, now=clock.now())
    if is_yes:
        messages.success(request, _("You have moved. Welcome to your new team."))
        return web.see_other(paths.of_team(merger.into))
    messages.success(request, _("You stay where you are."))
    return web.see_other(invitations.with_invite(paths.of_team(team), team))
