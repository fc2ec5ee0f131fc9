"""Posts by their words: those that have all of them in their title first, then the others, each the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, FilteredRelation, Q

from community.models import Post, PostTerm
from community.querysets import PostQuerySet
from community.selectors import streams
from community.selectors.streams import Page, Row
from lib import paging, search_terms

if TYPE_CHECKING:
    from community.querysets import Viewer

FEWEST_FOR_NEAR = 3  # of two words, a text with one of them is about something else
TITLED, OTHERS = 1, 0


@dataclass(frozen=True)
class Found:
    """A page of posts; `is_near` says that none had all the words, and these have some of them."""

    page: Page
    is_near: bool = False


def find(*, viewer: Viewer, query: str, now: datetime, after: str = "", size: int = streams.SIZE) -> Found:
    """Return a page of the posts that `viewer` may read; garbage in `after` gives the first page.

    Queries: 2, 1 when the titles fill the page or are behind it, none for a query of signs alone; 2 more when nothing
    was found by at least FEWEST_FOR_NEAR words.
    """
    terms = search_terms.of_query(query)
    newest = paging.encode([paging.from_moment(now), 0])
    part, older_than = _read(after)
    rows = _rows(viewer, terms, part, older_than, size + 1) if terms else []
    shown = rows[:size]
    if not rows and not after and len(terms) >= FEWEST_FOR_NEAR:
        return Found(Page(_near(viewer, terms, size), newest=newest), is_near=True)
    last = _cursor(*shown[-1]) if len(rows) > size else ""
    return Found(Page(tuple(row for _part, row in shown), last, newest))


def _rows(viewer: Viewer, terms: Sequence[str], part: int, after: str, most: int) -> list[tuple[int, Row]]:
    """Return rows with the part that they are of, from the cursor `after` in `part` on."""
    places = range(len(terms))
    rows: list[tuple[int, Row]] = []
    if part == TITLED:
        titled = _having_all(viewer, terms, Q(*((f"term{number}__in_title", True) for number in places)))
        rows = [(TITLED, row) for row in streams.newest_rows(streams.older(titled, after), most, viewer)]
        after = ""
    if len(rows) < most:
        lacking = Q(*((f"term{number}__in_title", False) for number in places), _connector=Q.OR)
        others = streams.older(_having_all(viewer, terms, lacking), after)
        rows += [(OTHERS, row) for row in streams.newest_rows(others, most - len(rows), viewer)]
    return rows


def _having_all(viewer: Viewer, terms: Sequence[str], where: Q) -> PostQuerySet:
    """Return the posts with all terms for which `where` holds: in one filter, for another would join them all again."""
    named = {f"term{number}": term for number, term in enumerate(terms)}
    posts = (
        Post.objects.visible_to(viewer)
        .wanted_by(viewer)
        .alias(**{name: FilteredRelation("terms", condition=Q(terms__term=term)) for name, term in named.items()})
    )
    return posts.filter(where, **{f"{name}__term": term for name, term in named.items()})


def _near(viewer: Viewer, terms: Sequence[str], size: int) -> tuple[Row, ...]:
    """Return the posts with two of the terms and at least a third of them, those with the most of them first.

    Every second pair of characters of a Chinese question stands across two words, and in no other text.
    """
    posts = Post.objects.visible_to(viewer).wanted_by(viewer)
    found = PostTerm.objects.filter(term__in=terms, post__in=posts)
    hits = found.values("post").annotate(hits=Count("pk")).filter(hits__gte=max(2, -(-len(terms) // 3)))
    ranks = dict(hits.order_by("-hits", "-post").values_list("post", "hits")[:size])
    rows = streams.newest_rows(posts.filter(pk__in=ranks), size, viewer)
    return tuple(sorted(rows, key=lambda row: -ranks[row.pk]))


def _cursor(part: int, row: Row) -> str:
    return paging.encode([part, paging.from_moment(row.created_at), row.pk])


def _read(cursor: str) -> tuple[int, str]:
    match paging.decode(cursor):
        case [0 | 1 as part, moment, pk]:
            return part, paging.encode([moment, pk])
    return TITLED, ""
