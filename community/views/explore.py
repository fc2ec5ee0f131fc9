"""Looking around: by feeling, by topic, by small new groups."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from community.emotions import EMOTIONS
from community.selectors import covers, groups, hashtags, moods, streams
from community.selectors.streams import Stream
from community.views import feeds
from lib import clock


@require_safe
def explore(request: PageRequest) -> HttpResponse:
    """Show the twelve feelings with this week's counts, topics that several people share, and young groups."""
    now = clock.now()
    counts = moods.counts_this_week(now=now)
    context = {
        "nav": "explore",
        "feelings": [(emotion, counts[key]) for key, emotion in EMOTIONS.items()],
        "covers": covers.lately(viewer=request.user),
        "trends": hashtags.trending(now=now),
        "groups": groups.small_ones(viewer=request.user),
    }
    return render(request, "community/explore/index.html", context)


@require_safe
def mood(request: PageRequest, mood: str) -> HttpResponse:
    """Show what people said with one feeling."""
    if mood not in EMOTIONS:
        raise Http404
    feed = _feed(request, Stream(request.user, mood=mood))
    if feeds.is_more(request):
        return render(request, "community/feed/more.html", {"feed": feed})
    emotion = EMOTIONS[mood]
    context = {
        "nav": "explore",
        "emotion": emotion,
        "opposite": EMOTIONS[emotion.opposite],
        "count": moods.counts_this_week(now=clock.now())[mood],
        "others": EMOTIONS.values(),
        "feed": feed,
    }
    return render(request, "community/mood/index.html", context)


@require_safe
def topic(request: PageRequest, slug: str) -> HttpResponse:
    """Show what people said with one hashtag."""
    hashtag = hashtags.get_hashtag(slug=slug, viewer=request.user)
    feed = _feed(request, Stream(request.user, hashtag=hashtag.slug))
    if feeds.is_more(request):
        return render(request, "community/feed/more.html", {"feed": feed})
    context = {"nav": "explore", "hashtag": hashtag, "feed": feed, "trends": hashtags.trending(now=clock.now())}
    return render(request, "community/topic/index.html", context)


def _feed(request: PageRequest, stream: Stream) -> feeds.Feed:
    source = feeds.source(request, stream)
    return feeds.draw(request, streams.page(stream, after=request.GET.get("after", "")), source)
