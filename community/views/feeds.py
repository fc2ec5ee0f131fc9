"""What every page with a feed shares: its cards, its "load more", its pill of new posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from community import cards
from community.emotions import EMOTIONS
from community.policies import Action
from community.selectors import groups, standings, streams
from community.selectors.streams import Page, Stream
from lib import clock
from live.selectors import topics

PUBLIC_TOPIC = "feed:public"


@dataclass(frozen=True)
class Pill:
    """One listener for new posts; a feed over closed groups has one for each, of which the first with news shows."""

    id: str
    topic: str
    version: int
    url: str
    new_url: str


@dataclass(frozen=True)
class Feed:
    """A drawn feed: its cards, the link to the next page, the pills that listen for newer ones, and the versions of
    all topics that it stands for."""

    cards: list[SafeString]
    more_url: str
    pills: tuple[Pill, ...]
    versions: Mapping[str, int]


@dataclass(frozen=True)
class Source:
    """A stream, the topics that tell of its new posts with their versions, how the pill's address names it, and all
    the versions that were read before the posts."""

    stream: Stream
    versions: Mapping[str, int]
    spec: Mapping[str, str]
    read: Mapping[str, int]


def source(request: PageRequest, stream: Stream) -> Source:
    """Return the source of `stream`; call it before reading the posts.

    The versions that the page's frame needs are read with it and left on the request (config.shell).
    Queries: 1, one more for "my groups" and "following".
    """
    names: tuple[str, ...]
    if stream.group is not None:
        names = (f"group:{stream.group.pk}:feed",)
    elif stream.mine or stream.followed:
        names = (PUBLIC_TOPIC, *(f"group:{pk}:feed" for pk in groups.closed_of(user=stream.viewer)))
    else:
        names = (PUBLIC_TOPIC,)
    spec = {
        "group": stream.group.slug if stream.group else "",
        "mood": stream.mood,
        "topic": stream.hashtag,
        "mine": "1" if stream.mine else "",
        "followed": "1" if stream.followed else "",
        "q": stream.query,
    }
    user = request.user
    frame = [f"member:{user.public_id}:{part}" for part in ("game", "inbox")] if user.is_authenticated else []
    found = topics.versions((*names, *frame))
    request.live_versions = found  # type: ignore[attr-defined]
    own = {name: found[name] for name in names}
    return Source(stream, own, {key: value for key, value in spec.items() if value}, found)


def mood_of(request: PageRequest) -> str:
    """Return the emotion asked for by `?mood=`, or "" for none and for nonsense."""
    mood = request.GET.get("mood", "")
    return mood if mood in EMOTIONS else ""


def query_of(request: PageRequest) -> str:
    """Return the words asked for by `?q=`."""
    return streams.tidy(request.GET.get("q", ""))


def mood_links(current: str, *, tab: str = "") -> list[dict[str, object]]:
    """Return the twelve chips that narrow this page, or its `tab`, to one feeling; the current one leads to all."""
    kept = {"tab": tab} if tab else {}
    return [
        {
            "key": key,
            "current": key == current,
            "href": f"?{urlencode(kept if key == current else {**kept, 'mood': key})}",
        }
        for key in EMOTIONS
    ]


def is_more(request: PageRequest) -> bool:
    """Say whether htmx asks for the next cards only; without it "load more" is a link to a whole page."""
    return bool(request.htmx) and "after" in request.GET


def draw(request: PageRequest, page: Page, source: Source) -> Feed:
    """Return the page's cards in the reader's language, with the way to older and to newer posts."""
    kept = {name: request.GET[name] for name in ("tab", "mood", "q") if request.GET.get(name)}
    return Feed(
        cards=cards.render_cards(page.rows, request.user, get_language() or "en"),
        more_url=f"{request.path}?{urlencode({**kept, 'after': page.next_cursor})}" if page.next_cursor else "",
        pills=_pills(source, page.newest) if page.newest else (),
        versions={**source.read, **{f"post:{row.pk}": row.version for row in page.rows}},
    )


@require_safe
def pill(request: PageRequest) -> HttpResponse:
    """Say how many posts have come since `?than=`, for the topic `?hear=`."""
    asked = _asked(request)
    than = request.GET.get("than", "")
    found = {pill.topic: pill for pill in _pills(asked, than)}.get(request.GET.get("hear", ""))
    if found is None:
        raise Http404
    count = streams.count_newer(asked.stream, than=than)
    return render(request, "community/feed/pill.html", {"pill": found, "count": count})


@require_safe
def new(request: PageRequest) -> HttpResponse:
    """Return the posts since `?than=` for the top of the feed, and its pills anew."""
    asked = _asked(request)
    page = streams.newer(asked.stream, than=request.GET.get("than", ""))
    return render(request, "community/feed/new.html", {"feed": draw(request, page, asked)})


def _pills(source: Source, newest: str) -> tuple[Pill, ...]:
    query = urlencode({**source.spec, "than": newest})
    url, new_url = reverse("community:feed-pill"), f"{reverse('community:feed-new')}?{query}"
    return tuple(
        Pill(f"pill-{topic.replace(':', '-')}", topic, version, f"{url}?{query}&{urlencode({'hear': topic})}", new_url)
        for topic, version in source.versions.items()
    )


def _asked(request: PageRequest) -> Source:
    mood = mood_of(request)
    slug = request.GET.get("group", "")
    if slug:
        group, _standing = standings.access_group(user=request.user, slug=slug, now=clock.now(), action=Action.READ)
        return source(request, Stream(request.user, group=group, mood=mood))
    mine, followed = (name in request.GET and request.user.is_authenticated for name in ("mine", "followed"))
    hashtag, query = request.GET.get("topic", ""), query_of(request)
    stream = Stream(request.user, mood=mood, hashtag=hashtag, mine=mine, followed=followed, query=query)
    return source(request, stream)
