"""All battles, the page of one, and its story."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from lib import clock, web
from live.selectors import topics
from rewards import paths, qr, scoring
from rewards.models import Battle
from rewards.selectors import battle_album, battle_mine, battle_prices, battle_story, battles
from rewards.services.battles.entering import OPEN
from rewards.views import invitations, tabs


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Show the battles that run, that come and that are over."""
    cards = battles.listing(viewer=request.user)
    running = [(card, battles.topic_of(card.battle.pk)) for card in cards if card.is_running]
    context = {
        "nav": "buy",
        "running": running,
        "coming": [card for card in cards if card.battle.state == Battle.State.ANNOUNCED],
        "over": [card for card in cards if card.is_over],
        "live_versions": {topic: card.version for card, topic in running},
        "tabs": tabs.shop(request, "battles"),
    }
    return render(request, "rewards/battle_list/index.html", context)


@require_safe
def card(request: PageRequest, public_id: str) -> HttpResponse:
    """One battle of the list, when it has moved."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    topic = battles.topic_of(battle.pk)
    versions = topics.versions([topic])
    context = {"card": battles.card(battle), "topic": topic, "live_versions": versions}
    return render(request, "rewards/battle_list/live_card.html", context)


@require_safe
def strip(request: PageRequest) -> HttpResponse:
    """The same strip as on the home page, when it has moved."""
    return HttpResponse(draw_strip(request) or "")


def draw_strip(request: HttpRequest) -> SafeString | None:
    """Draw the running battle that is most the viewer's; nothing without one. Queries: 4, 1 without one."""
    nearest = battles.nearest(viewer=request.user)
    if nearest is None:
        return None
    topic = battles.topic_of(nearest)
    versions = topics.versions([topic])
    context = {"card": battles.running(pk=nearest), "topic": topic, "live_versions": versions}
    return render_to_string("rewards/battle_list/strip.html", context, request)


@require_safe
def detail(request: PageRequest, public_id: str) -> HttpResponse:
    """Show a battle; its board renews itself for everybody, what is one's own for oneself."""
    return page(request, battles.find(viewer=request.user, public_id=public_id))


def page(request: PageRequest, battle: Battle, *, status: int = 200, **extra: object) -> HttpResponse:
    """Draw the page of a battle."""
    topic = battles.topic_of(battle.pk)
    versions = topics.versions(filter(None, [topic, battle_mine.topic_of(request.user)]))
    board = battles.board(pk=battle.pk)
    context = {
        "nav": "buy",
        "battle": battle,
        "board": board,
        "topic": topic,
        "prices": battle_prices.of(battle=battle, viewer=request.user),
        "sources": _sources(battle),
        "live_versions": versions,
        **_mine(request, battle, board),
    }
    return render(request, "rewards/battle/index.html", context | extra, status=status)


@require_safe
def mine(request: PageRequest, public_id: str) -> HttpResponse:
    """What is one's own on the page of a battle."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    if not request.user.is_authenticated:
        return HttpResponse()
    versions = topics.versions([battle_mine.topic_of(request.user)])
    context = {"battle": battle, "live_versions": versions, **_mine(request, battle, battles.board(pk=battle.pk))}
    return render(request, "rewards/battle/mine.html", context)


@require_safe
def story(request: PageRequest, public_id: str) -> HttpResponse:
    """Show how a battle went."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    return story_page(request, battle)


def story_page(request: PageRequest, battle: Battle, *, status: int = 200, **extra: object) -> HttpResponse:
    """Draw the story of a battle; one that is not final leads to its page."""
    if battle.state != Battle.State.FINAL:
        return web.see_other(paths.of_battle(battle))
    link = request.build_absolute_uri(paths.of_story(battle))
    album = battle_album.album(viewer=request.user, battle=battle, after=request.GET.get("after", ""))
    context = {
        "nav": "buy",
        "battle": battle,
        "story": battle_story.story(battle=battle),
        "link": link,
        "qr": qr.draw(link, _("QR code of the link")),
        "album": album,
        "words": album.own.picture.words if album.own else "",
        "wrong": {},
    }
    return render(request, "rewards/battle_story/index.html", context | extra, status=status)


def _mine(request: PageRequest, battle: Battle, board: battles.Board) -> dict[str, object]:
    mine = battle_mine.mine(viewer=request.user, battle=battle, sides=board.sides, now=clock.now())
    return {"mine": mine, "mine_topic": battle_mine.topic_of(request.user), "invite": _invite(request, battle, mine)}


def _invite(request: PageRequest, battle: Battle, mine: battle_mine.Mine) -> dict[str, object] | None:
    """Return how a player asks others to their side: by the link of the team that buys, else by that of the battle."""
    if mine.side is None or battle.state not in OPEN or mine.side.team.is_full:
        return None
    team = mine.side.team
    places = team.most_players - team.players
    if team.buyteam and team.buyteam.is_forming:
        path = reverse("rewards:team-invite", args=[team.buyteam.public_id])
        return {"places": places, "url": invitations.with_invite(path, team.buyteam)}
    if team.buyteam:
        return None
    link = request.build_absolute_uri(paths.of_battle(battle))
    return {"places": places, "link": link, "qr": qr.draw(link, _("QR code of the link"))}


def _sources(battle: Battle) -> list[tuple[scoring.Source, int]]:
    frozen = (battle.rules or {}).get("sources", {})
    return [(source, frozen[source.key]) for source in scoring.every() if source.key in frozen]
