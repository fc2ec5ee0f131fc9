"""Whoever sees to it that a vote is honest: who voted, what stands out, and opening a case about it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from community.models import VoteRound
from community.selectors import integrity, queues, rounds as reads
from community.services.rounds import ballots
from community.views.integrity_cases import look_into
from lib import web


@require_safe
@login_required
def index(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show who voted and what stands out; never what they voted for."""
    vote = _watched(request, public_id)
    context = {
        "nav": "proposals",
        "vote": vote,
        "voters": integrity.voters(vote=vote),
        "can_look": vote.state in (VoteRound.State.OPEN, VoteRound.State.CLOSED),
        "is_staff": queues.may_watch_all(request.user),
    }
    return render(request, "community/round_watch/index.html", context)


@require_POST
@login_required
def look(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open a case about somebody's votes, to be decided on its page."""
    vote = _watched(request, public_id)
    ballot = integrity.find_ballot(vote=vote, pk=web.number(request.POST.get("voter", "")))
    return look_into(request, ballot, back=reverse("community:round-watch", args=[vote.public_id]))


def _watched(request: MemberRequest, public_id: str) -> VoteRound:
    vote = reads.get(viewer=request.user, public_id=public_id)
    ballots.check_may_watch(request.user, vote)
    return vote
