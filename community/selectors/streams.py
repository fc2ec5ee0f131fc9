"""Streams of posts, newest first: of all, of my groups or one, of whom I follow, by feeling, hashtag, word, person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.core.cache import caches
from django.db.models import FilteredRelation, Q, QuerySet

from accounts.models import User
from accounts.selectors import following, hiding
from community.models import Group, Post
from community.querysets import PostQuerySet
from lib import clean, clock, paging, search_terms

if TYPE_CHECKING:
    from community.querysets import Viewer

SIZE = 20
MOST_PINNED = 3
MOST_COUNTED = 99
QUERY_LENGTH = 80
UNPINNED_SECONDS = 60
_COLUMNS = (
    "pk",
    "public_id",
    "version",
    "author_id",
    "author__display_name",
    "group_id",
    "created_at",
    "hot",
    "group__archived_at",
)
_START = paging.encode([0, 0])
Rows = TypeVar("Rows", bound=QuerySet[Any])


class Row(NamedTuple):
    """What a feed must know of a post to place its card: `stamp` is its author's name, `felt` the viewer's reaction.

    `is_shut`: its group is archived, or the viewer banned from it; a post is read there and no more.
    """

    pk: int
    public_id: str
    version: int
    author_id: int
    stamp: str
    group_id: int
    created_at: datetime
    hot: float
    is_shut: bool = False
    felt: str = ""
    why: str = ""


@dataclass(frozen=True)
class Page:
    """Some posts of a stream; `after` leads to older ones ("" at the end), `newest` to what comes after this read."""

    rows: tuple[Row, ...]
    next_cursor: str = ""
    newest: str = ""


@dataclass(frozen=True)
class Stream:
    """Which posts: those `viewer` may read, narrowed by each part that is set; of people they hid, an `author`'s."""

    viewer: Viewer
    group: Group | None = None
    mood: str = ""
    hashtag: str = ""
    author: User | None = None
    mine: bool = False
    followed: bool = False
    query: str = ""

    def posts(self) -> PostQuerySet:
        """Return the posts, unordered. The caller has checked that the viewer may read `group`."""
        if self.group is not None:
            posts = Post.objects.published().filter(group=self.group)
        elif self.mine:
            posts = Post.objects.in_groups_of(self.viewer)
        else:
            posts = Post.objects.visible_to(self.viewer)
        if self.followed:
            posts = posts.filter(author__in=following.of(self.viewer))
        if self.mood:
            posts = posts.filter(emotions__emotion=self.mood)
        if self.hashtag:
            posts = posts.filter(hashtags__hashtag__slug=self.hashtag)
        if self.query:
            posts = _having_all(posts, search_terms.of_query(self.query))
        return posts.filter(author=self.author) if self.author else posts.wanted_by(self.viewer)


def tidy(query: str) -> str:
    """Return the beginning of what somebody looks for, with single spaces."""
    return " ".join(clean.sought(query, most=QUERY_LENGTH).split())


def page(stream: Stream, *, after: str = "", size: int = SIZE, version: int | None = None) -> Page:
    """Return one page of a stream; garbage in `after` gives the first page.

    Args:
        version: the group feed's, read before; at the same version, a group without pinned posts is not asked again.

    Queries: 1; on the first page of a group up to 2 (pinned posts come first there, and nowhere else).
    """
    posts = stream.posts()
    pinned: tuple[Row, ...] = ()
    if stream.group is not None and not stream.mood:
        posts = posts.filter(pinned_at=None)
        pinned = () if after else _pinned(stream, version)
    rows = newest_rows(older(posts, after), size + 1, stream.viewer)
    shown = rows[:size]
    top = max((*pinned, *shown[:1]), key=lambda row: (row.created_at, row.pk), default=None)
    return Page(
        rows=pinned + shown,
        next_cursor=_cursor(shown[-1]) if len(rows) > size else "",
        newest=_cursor(top) if top else _START,
    )


def count_newer(stream: Stream, *, than: str) -> int:
    """Return how many posts came after the cursor `than`, at most MOST_COUNTED. Queries: 1, none for garbage."""
    newer = _newer(stream.posts(), than)
    return 0 if newer is None else newer.order_by()[:MOST_COUNTED].count()


def newer(stream: Stream, *, than: str, size: int = SIZE) -> Page:
    """Return the posts after the cursor `than`, newest first; more than `size` are left to a fresh page. Queries: 1."""
    posts = _newer(stream.posts(), than)
    rows = () if posts is None else newest_rows(posts, size, stream.viewer)
    return Page(rows=rows, newest=_cursor(rows[0]) if rows else than)


def rows_by_heat(posts: PostQuerySet, size: int, viewer: Viewer) -> tuple[Row, ...]:
    """Return the first rows of `posts` by hot. Queries: 1."""
    return _rows(posts.order_by("-hot", "-pk"), size, viewer)


def newest_rows(posts: PostQuerySet, size: int, viewer: Viewer) -> tuple[Row, ...]:
    """Return the first rows of `posts`, the newest first. Queries: 1."""
    return _rows(posts.order_by("-created_at", "-pk"), size, viewer)


def _having_all(posts: PostQuerySet, terms: Sequence[str]) -> PostQuerySet:
    """Keep the posts with all terms; without any (a query of signs alone) there is nothing to find."""
    for term in terms:
        posts = posts.filter(terms__term=term)
    return posts if terms else posts.none()


def _pinned(stream: Stream, version: int | None) -> tuple[Row, ...]:
    key = f"unpinned:{stream.group and stream.group.slug}:{version}"
    is_shared = version is not None and hiding.of(stream.viewer) is None  # who hides people may not see what is pinned
    if is_shared and caches["fragments"].get(key):
        return ()
    posts = stream.posts().exclude(pinned_at=None).order_by("-pinned_at", "-pk")
    rows = _rows(posts, MOST_PINNED, stream.viewer)
    if not rows and is_shared:
        caches["fragments"].set(key, True, UNPINNED_SECONDS)
    return rows


def _rows(posts: PostQuerySet, size: int, viewer: Viewer) -> tuple[Row, ...]:
    if not viewer.is_authenticated:
        return tuple(Row._make((*row[:-1], bool(row[-1]), "", "")) for row in posts.values_list(*_COLUMNS)[:size])
    own = FilteredRelation("given_reactions", condition=Q(given_reactions__user=viewer, given_reactions__is_on=True))
    banned = Q(group__memberships__user=viewer, group__memberships__banned_until__gt=clock.now())
    ban = FilteredRelation("group__memberships", condition=banned)
    found = posts.annotate(own=own, ban=ban).values_list(*_COLUMNS, "ban__pk", "own__kind")[:size]
    return tuple(Row._make((*row[:-3], bool(row[-3] or row[-2]), row[-1] or "", "")) for row in found)


def _cursor(row: Row) -> str:
    return paging.encode([paging.from_moment(row.created_at), row.pk])


def _place(cursor: str) -> tuple[datetime, int] | None:
    match paging.decode(cursor):
        case [moment_part, pk_part]:
            moment, pk = paging.to_moment(moment_part), paging.whole(pk_part)
            return None if moment is None or pk is None else (moment, pk)
    return None


def older(rows: Rows, after: str) -> Rows:
    """Keep the posts or comments before the cursor `after`; all of them for garbage."""
    place = _place(after)
    if place is None:
        return rows
    moment, pk = place
    return rows.filter(Q(created_at__lt=moment) | Q(pk__lt=pk), created_at__lte=moment)


def _newer(posts: PostQuerySet, than: str) -> PostQuerySet | None:
    place = _place(than)
    if place is None:
        return None
    moment, pk = place
    return posts.filter(Q(created_at__gt=moment) | Q(pk__gt=pk), created_at__gte=moment)
