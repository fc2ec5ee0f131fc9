"""What a member gained since they last looked, as toasts and a celebration, and the rail's card of themselves."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from gamify.selectors import gains, players as reads, words
from gamify.services import players, tiers
from gamify.views import guards
from gamify.views.tasks import game_topic
from lib import clock
from live.selectors import topics


@require_safe
@guards.fragment
def index(request: MemberRequest) -> HttpResponse:
    """Everything after `?after=`, which each tab keeps for itself; without it, what was shown nowhere yet.

    Nothing when nothing is new. The page marks it as seen once it is shown.
    """
    found = gains.since(user=request.user, after=_whole(request.GET.get("after", "")))
    if found.sequence == 0:
        return HttpResponse()
    context = {
        "gains": found,
        "key": f"gains-{found.sequence}",
        "size": "banner" if found.level_name else "award",
        "points": words.points(growth=found.growth, spark=found.spark),
        "reasons": [
            {"name": gain.name, "points": words.points(growth=gain.growth, spark=gain.spark)} for gain in found.gains
        ],
        "more_tasks": len(found.tasks) - 2,
        "is_festive": bool(found.badges or found.quests or found.level_name) and not found.is_quiet,
    }
    return render(request, "gamify/gains/index.html", context)


@require_POST
@guards.fragment
def seen(request: MemberRequest) -> HttpResponse:
    """Remember that everything up to `sequence` was shown; a tier that came with it is there at once."""
    sequence = _whole(request.POST.get("sequence", ""))
    if sequence is not None:
        players.mark_seen(user=request.user, sequence=sequence)
        tiers.look(user=request.user, now=clock.now())
    return HttpResponse(status=204)


@require_safe
@guards.fragment
def self_card(request: MemberRequest) -> HttpResponse:
    """The member in the rail: level, ring and spark."""
    topic = game_topic(request)
    versions = topics.versions([topic])
    card = reads.card(user=request.user)
    return render(request, "gamify/self/index.html", {"member": card, "topic": topic, "version": versions[topic]})


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
