"""Looking for something: posts and comments by their words, everything else by its name."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from community.selectors import comment_search, hashtags, post_search, streams
from community.selectors.streams import Stream
from community.views import feeds
from lib import clock, lookup

MOST = 3
COMMENTS = "comments"


@require_safe
def search(request: PageRequest) -> HttpResponse:
    """Show what is found: things by their names, then posts, or comments, with all the words."""
    query, is_in_comments = feeds.query_of(request), request.GET.get("in") == COMMENTS
    context = {
        "nav": "search",
        "query": query,
        "most": streams.QUERY_LENGTH,
        "trends": hashtags.trending(now=clock.now()),
    }
    if not query:
        return render(request, "community/search/index.html", context)
    context["tabs"] = _tabs(query, is_in_comments=is_in_comments)
    return _comments(request, query, context) if is_in_comments else _posts(request, query, context)


def _posts(request: PageRequest, query: str, context: dict[str, Any]) -> HttpResponse:
    source = feeds.source(request, Stream(request.user, query=query))
    hits = post_search.find(viewer=request.user, query=query, after=request.GET.get("after", ""), now=clock.now())
    feed = feeds.draw(request, hits.page, source)
    if feeds.is_more(request):
        return render(request, "community/feed/more.html", {"feed": feed})
    looked = [(section, section.find(request.user, query, MOST)) for section in lookup.sections()]
    found = [(section, things) for section, things in looked if things] if "after" not in request.GET else []
    return render(
        request, "community/search/index.html", context | {"feed": feed, "found": found, "is_near": hits.is_near}
    )


def _comments(request: PageRequest, query: str, context: dict[str, Any]) -> HttpResponse:
    page = comment_search.page(viewer=request.user, query=query, after=request.GET.get("after", ""))
    more_url = f"?{urlencode({'q': query, 'in': COMMENTS, 'after': page.next_cursor})}" if page.next_cursor else ""
    return render(request, "community/search/index.html", context | {"hits": page.hits, "more_url": more_url})


def _tabs(query: str, *, is_in_comments: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Posts"), "url": f"?{urlencode({'q': query})}", "is_current": not is_in_comments},
        {
            "label": _("Comments"),
            "url": f"?{urlencode({'q': query, 'in': COMMENTS})}",
            "is_current": is_in_comments,
        },
    ]
