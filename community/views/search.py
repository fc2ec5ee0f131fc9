"""Looking for something: posts by their words, everything else by its name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from community.selectors import streams, topics
from community.selectors.streams import Stream
from community.views import feeds
from lib import clock, lookup

MOST = 3


@require_safe
def search(request: PageRequest) -> HttpResponse:
    """Show what is found: things by their names, then posts with all the words, newest first."""
    query = feeds.query_of(request)
    context = {
        "nav": "search",
        "query": query,
        "most": streams.QUERY_LENGTH,
        "trends": topics.trending(now=clock.now()),
    }
    if not query:
        return render(request, "community/search/index.html", context)
    stream = Stream(request.user, query=query)
    source = feeds.source(request, stream)
    feed = feeds.draw(request, streams.page(stream, after=request.GET.get("after", "")), source)
    if feeds.is_more(request):
        return render(request, "community/feed/more.html", {"feed": feed})
    looked = [(section, section.find(request.user, query, MOST)) for section in lookup.sections()]
    found = [(section, things) for section, things in looked if things] if "after" not in request.GET else []
    return render(request, "community/search/index.html", context | {"feed": feed, "found": found})
