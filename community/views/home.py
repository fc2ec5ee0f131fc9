"""The first page: what is warm, what my groups say, what is new."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from community.selectors import duties, groups, moods, opening, streams, warmth
from community.selectors.streams import Page, Stream
from community.views import feeds
from lib import clock, home_cards

FOR_YOU, FOLLOWING, GROUPS, LATEST = "for-you", "following", "groups", "latest"
OWN = (FOLLOWING, GROUPS)  # of members alone


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """Show a tab of the home feed, or only its next cards when "load more" asks for them."""
    tab = _tab(request)
    mood = feeds.mood_of(request)
    stream = Stream(request.user, mood=mood, mine=tab == GROUPS, followed=tab == FOLLOWING)
    source = feeds.source(request, stream)
    feed = feeds.draw(request, _page(request, tab, source.stream), source)
    if feeds.is_more(request):
        return render(request, "community/feed/more.html", {"feed": feed})
    mine = groups.mine(user=request.user)
    is_front = tab == FOR_YOU and not mood
    context = {
        "nav": "home",
        "feed": feed,
        "tab": tab,
        "tabs": _tabs(request, tab, mood),
        "mood": mood,
        "moods": feeds.mood_links(mood, tab="" if tab == FOR_YOU else tab),
        "mine": mine,
        "band_group": mine[0] if mine else None,
        "band": moods.band_of(group=mine[0], now=clock.now()) if mine else None,
        "greeting": _greeting(request),
        "duties": duties.of(user=request.user, mine=mine) if is_front and request.user.is_authenticated else (),
        "opening": opening.of(viewer=request.user) if is_front and request.user.is_authenticated else (),
        "top": home_cards.drawn(request, home_cards.TOP) if is_front and mine else (),
        "cards": _cards(request, is_guest=not mine) if is_front else (),
    }
    return render(request, "community/home/index.html", context)


def _cards(request: PageRequest, *, is_guest: bool) -> tuple[SafeString, ...]:
    guests = home_cards.drawn(request, home_cards.GUESTS) if is_guest else ()
    return (*guests, *home_cards.drawn(request, home_cards.FEED))


def _tab(request: PageRequest) -> str:
    wanted = request.GET.get("tab", FOR_YOU)
    return wanted if wanted in _labels(request) else FOR_YOU


def _page(request: PageRequest, tab: str, stream: Stream) -> Page:
    after = request.GET.get("after", "")
    if tab == FOR_YOU:
        return warmth.for_you(viewer=request.user, after=after, mood=stream.mood, language=get_language() or "")
    return streams.page(stream, after=after)


def _tabs(request: PageRequest, current: str, mood: str) -> list[dict[str, object]]:
    kept = {"mood": mood} if mood else {}
    return [
        {"label": label, "url": f"?{urlencode({'tab': tab, **kept})}", "is_current": tab == current}
        for tab, label in _labels(request).items()
    ]


def _labels(request: PageRequest) -> dict[str, str]:
    labels = {FOR_YOU: _("For you"), FOLLOWING: _("Following"), GROUPS: _("My groups"), LATEST: _("Latest")}
    is_member = request.user.is_authenticated
    return {tab: label for tab, label in labels.items() if is_member or tab not in OWN}


def _greeting(request: PageRequest) -> str:
    if not request.user.is_authenticated:
        return ""
    hour = timezone.localtime(clock.now()).hour
    name = {"name": request.user.display_name}
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % name
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name if 18 <= hour < 23 else _("Still up, %(name)s?") % name
