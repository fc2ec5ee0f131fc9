"""All challenges, the page of one, what is one's own on it, and its frozen rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import PageRequest
from gamify.models import Challenge
from gamify.registry import scopes
from gamify.selectors import challenge_board, challenge_list, challenge_mine, challenges
from gamify.services.challenges import holdouts, notifying
from gamify.views import guards, tabs
from lib import clean, clock, documents, errors
from live.selectors import topics

LIVE_CARDS = 20


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Show the challenges that run, that come and that are over; one's own in front."""
    if guards.is_hidden(request):
        return guards.hidden(request)
    found = challenge_list.listing(viewer=request.user, after=request.GET.get("after", ""))
    moving = [(card, notifying.topic(card.challenge)) for card in found.running[:LIVE_CARDS]]
    context = {
        "nav": "tasks",
        "found": found,
        "moving": moving,
        "still": found.running[LIVE_CARDS:],
        "live_versions": {topic: card.version for card, topic in moving},
        "tabs": tabs.game("challenges"),
        "more_url": f"?{urlencode({'after': found.next_cursor})}#over" if found.next_cursor else "",
    }
    return render(request, "gamify/challenge_list/index.html", context)


@require_safe
def card(request: PageRequest, public_id: str) -> HttpResponse:
    """One challenge of the list, when it has moved."""
    challenge = challenges.access(user=request.user, public_id=public_id)
    versions = topics.versions([notifying.topic(challenge)])
    rows = Challenge.objects.filter(pk=challenge.pk)
    found = challenge_list.of_house(viewer=request.user, rows=rows).cards[0]
    context = {"card": found, "topic": notifying.topic(challenge), "live_versions": versions}
    return render(request, "gamify/challenge_list/live_card.html", context)


@require_safe
def beside(request: PageRequest) -> HttpResponse:
    """What runs, beside another page: with `?scope=` in that place only; nothing without any."""
    scope = clean.sought(request.GET.get("scope", ""), most=60)
    if guards.is_hidden(request) or (scope and not scopes.may_see(request.user, scope)):
        return HttpResponse()
    cards = challenge_list.beside(viewer=request.user, scope=scope)
    if not cards:
        return HttpResponse()
    return render(request, "gamify/challenge_list/beside.html", {"cards": cards, "is_here": bool(scope)})


@require_safe
def detail(request: PageRequest, public_id: str) -> HttpResponse:
    """Show a challenge; its board renews itself for everybody, what is one's own for oneself."""
    if guards.is_hidden(request):
        return guards.hidden(request)
    challenge = announced(request, public_id)
    if isinstance(request.user, User):
        holdouts.note_reached(user=request.user, challenge=challenge, now=clock.now())
    return page(request, challenge)


def announced(request: PageRequest, public_id: str) -> Challenge:
    """Return a challenge whose rules are frozen, if the person may know of it. Raises: NotFound."""
    found = challenges.access(user=request.user, public_id=public_id)
    if not found.is_announced:
        raise errors.NotFound(code="gamify.challenge_not_found")
    return found


def page(request: PageRequest, challenge: Challenge, *, status: int = 200, **extra: object) -> HttpResponse:
    """Draw the page of a challenge."""
    topic = notifying.topic(challenge)
    versions = topics.versions(filter(None, [topic, _own_topic(request)]))
    context = {
        "nav": "tasks",
        "house": challenges.house_of(challenge, _names(request, challenge)),
        "disclosure": challenges.disclosure(challenge),
        "board": challenge_board.board(pk=challenge.pk),
        "topic": topic,
        "live_versions": versions,
        **_mine(request, challenge),
    }
    return render(request, "gamify/challenge/index.html", context | extra, status=status)


@require_safe
def mine(request: PageRequest, public_id: str) -> HttpResponse:
    """What is one's own on the page of a challenge."""
    challenge = announced(request, public_id)
    if not request.user.is_authenticated:
        return HttpResponse()
    versions = topics.versions([_own_topic(request)])
    return render(request, "gamify/challenge/mine.html", {"live_versions": versions, **_mine(request, challenge)})


@require_safe
def team(request: PageRequest, public_id: str, team_id: str) -> HttpResponse:
    """Show a team: who is in it, and what each brought; whoever has its link may join while there is room."""
    if guards.is_hidden(request):
        return guards.hidden(request)
    challenge = announced(request, public_id)
    topic = notifying.topic(challenge)
    versions = topics.versions([topic])
    found = challenge_mine.team(challenge=challenge, public_id=team_id)
    context = {
        "nav": "tasks",
        "team": found,
        "topic": topic,
        "live_versions": versions,
        "disclosure": challenges.disclosure(challenge),
        "mates": challenge_mine.mates(team=found, viewer=request.user),
        "link": request.build_absolute_uri(request.path),
        **_mine(request, challenge),
    }
    template = "main.html" if request.htmx else "index.html"
    return render(request, f"gamify/challenge_team/{template}", context)


@require_safe
def rules(request: PageRequest, public_id: str) -> HttpResponse:
    """The frozen rules, byte for byte as they were hashed."""
    challenge = announced(request, public_id)
    text = documents.canonical(challenge.rules)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    patch_cache_control(response, private=True)
    return response


def _mine(request: PageRequest, challenge: Challenge) -> dict[str, Any]:
    found = challenge_mine.mine(viewer=request.user, challenge=challenge, now=clock.now())
    return {"challenge": challenge, "mine": found, "mine_topic": _own_topic(request)}


def _names(request: PageRequest, challenge: Challenge) -> dict[str, str]:
    return dict(scopes.visible(request.user, [challenge.scope])) if challenge.scope else {}


def _own_topic(request: PageRequest) -> str:
    return notifying.mine(request.user) if isinstance(request.user, User) else ""
