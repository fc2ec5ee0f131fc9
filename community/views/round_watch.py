"""Whoever sees to it that a vote is honest: who voted, what stands out, and finding votes not to be valid."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import MemberRequest
from community import limits
from community.models import VoteRound
from community.selectors import rounds as reads, watching
from community.services.rounds import ballots
from community.views import edges, rounds
from lib import clock, errors
from lib.limits import spend


@require_safe
@login_required
def index(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show who voted and what stands out; never what they voted for."""
    vote = _watched(request, public_id)
    can_strike = vote.state in (VoteRound.State.OPEN, VoteRound.State.CLOSED)
    context = {"nav": "proposals", "vote": vote, "voters": watching.voters(vote=vote), "can_strike": can_strike}
    return render(request, "community/round_watch/index.html", context)


@require_POST
@login_required
def strike(request: MemberRequest, public_id: str) -> HttpResponse:
    """Find all votes of one voter not to be valid, and say why."""
    vote = _watched(request, public_id)
    handle = request.POST.get("voter", "")
    user = None if "\x00" in handle else User.objects.filter(username=handle).first()
    if user is None:
        raise errors.NotFound
    try:
        spend(limits.MAKE, who=request.user.public_id, now=clock.now())
        reason = request.POST.get("reason", "")
        ballots.strike(by=request.user, vote=vote, user=user, reason=reason, now=clock.now())
        messages.success(request, _("Their votes do not count. They are told why, and the record keeps who decided."))
    except rounds.REFUSALS as error:
        messages.error(request, rounds.reason_of(error))
    return edges.see_other(reverse("community:round-watch", args=[vote.public_id]))


def _watched(request: MemberRequest, public_id: str) -> VoteRound:
    vote = reads.get(viewer=request.user, public_id=public_id)
    ballots.check_may_watch(request.user, vote)
    return vote
