"""What every page with a feed shares: its cards, its "load more", its pill of new posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from community import cards
from community.emotions import EMOTIONS
from community.selectors import standings, streams
from community.selectors.streams import Page, Stream
from community import policies
from lib import clock
from live.selectors import topics

PUBLIC_TOPIC = "feed:public"


@dataclass(frozen=True)
class Feed:
    """A drawn feed: its cards, the link to the next page, and what its pill listens to."""

    cards: list[Any]
    more_url: str
    pill_url: str
    topic: str
    version: int


def mood_of(request: HttpRequest) -> str:
    """Return the emotion asked for by `?mood=`, or "" for none and for nonsense."""
    mood = request.GET.get("mood", "")
    return mood if mood in EMOTIONS else ""


def mood_links(request: HttpRequest, current: str) -> list[dict[str, object]]:
    """Return the twelve chips that narrow this page to one feeling; the current one leads back to all."""
    kept = {name: value for name, value in request.GET.items() if name == "tab"}
    return [
        {"key": key, "current": key == current, "href": f"?{urlencode(kept if key == current else {**kept, 'mood': key})}"}
        for key in EMOTIONS
    ]


def is_more(request: HttpRequest) -> bool:
    """Say whether htmx asks for the next cards only; without it "load more" is a link to a whole page."""
    return bool(request.htmx) and "after" in request.GET  # type: ignore[attr-defined]  # set by django-htmx


def draw(request: HttpRequest, page: Page, *, topic: str, version: int, spec: dict[str, str]) -> Feed:
    """Return the page's cards in the reader's language; `spec` names the stream for the pill and for "load more"."""
    kept = {name: value for name, value in spec.items() if value}
    query = {name: value for name, value in request.GET.items() if name in ("tab", "mood") and value}
    return Feed(
        cards=cards.render_cards(page.rows, request.user, get_language() or "en"),
        more_url=f"{request.path}?{urlencode({**query, 'after': page.after})}" if page.after else "",
        pill_url=f"{reverse('community:feed-pill')}?{urlencode({**kept, 'than': page.newest})}" if page.newest else "",
        topic=topic,
        version=version,
    )


@require_safe
def pill(request: HttpRequest) -> HttpResponse:
    """Say how many posts have come since `?than=`."""
    stream, topic = _stream(request)
    version = topics.versions([topic])[topic]
    than = request.GET.get("than", "")
    count = streams.count_newer(stream, than=than)
    feed = Feed([], "", request.get_full_path(), topic, version)
    context = {"feed": feed, "count": count, "most": streams.MOST_COUNTED, "new_url": _with_path(request, "community:feed-new")}
    return render(request, "community/feed/pill.html", context)


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Return the posts since `?than=` for the top of the feed, and the pill anew."""
    stream, topic = _stream(request)
    version = topics.versions([topic])[topic]
    page = streams.newer(stream, than=request.GET.get("than", ""))
    feed = draw(request, page, topic=topic, version=version, spec={**_spec(request), "than": ""})
    return render(request, "community/feed/new.html", {"feed": feed, "count": 0})


def _spec(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("group", "mood", "topic", "mine")}


def _stream(request: HttpRequest) -> tuple[Stream, str]:
    mood = mood_of(request)
    slug = request.GET.get("group", "")
    if slug:
        group, _standing = standings.access_group(
            user=request.user, slug=slug[:40], now=clock.now(), action=policies.Action.READ
        )
        return Stream(request.user, group=group, mood=mood), f"group:{group.pk}:feed"
    topic = request.GET.get("topic", "")[:40]
    mine = bool(request.GET.get("mine")) and request.user.is_authenticated
    return Stream(request.user, mood=mood, topic=topic, mine=mine), PUBLIC_TOPIC


def _with_path(request: HttpRequest, name: str) -> str:
    return f"{reverse(name)}?{request.GET.urlencode()}"
