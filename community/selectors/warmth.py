""" "For you": what is warm in my groups, with one post from outside on each page, and no voice too often."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from community.models import Group, Post
from community.querysets import PostQuerySet
from community.selectors import streams
from community.selectors.streams import Page, Row
from lib import paging, texts

if TYPE_CHECKING:
    from community.querysets import Viewer

MOST_OF_AN_AUTHOR = 2
OUTSIDE_PLACE = 4
MOST_POSTPONED = 12
FOREIGN_HANDICAP = 6.0  # half-lives of twelve hours: another language must be three days fresher, or as much warmer
Heat = tuple[float, int]
Heats = tuple[Heat | None, Heat | None]


@dataclass
class _Source:
    """Posts by heat, taken from the front; `heat` is how far it has been read."""

    rows: tuple[Row, ...]
    heat: Heat | None = None
    handicap: float = 0
    taken: int = 0

    @property
    def is_empty(self) -> bool:
        return self.taken >= len(self.rows)

    @property
    def warmth(self) -> float:
        return -math.inf if self.is_empty else self.rows[self.taken].hot - self.handicap

    def take(self) -> Row:
        row = self.rows[self.taken]
        self.taken += 1
        self.heat = (row.hot, row.pk)
        return row


@dataclass
class _Blend:
    """Two sources by warmth: the reader's language, and the others with a handicap."""

    own: _Source
    foreign: _Source

    @property
    def is_empty(self) -> bool:
        return self.own.is_empty and self.foreign.is_empty

    @property
    def heats(self) -> tuple[Heat | None, Heat | None]:
        return (self.own.heat, self.foreign.heat)

    def take(self) -> Row:
        return max(self.own, self.foreign, key=lambda source: source.warmth).take()


def for_you(*, viewer: Viewer, after: str = "", mood: str = "", language: str = "", size: int = streams.SIZE) -> Page:
    """Return a page of "For you".

    A page takes posts by `hot` from the viewer's groups, its fifth from elsewhere, and fills up from elsewhere when the
    groups have no more. A third post of one author on a page is put off, not lost: its id travels in the cursor.

    Args:
        language: posts in another one come later by FOREIGN_HANDICAP; "" treats all alike.

    Queries: 4 for a member of a group (their groups, posts inside, posts outside, the newest of all), 3 for others;
        with a language one more for each of inside and outside; after the first page one less for the newest, one more
        when posts were put off.
    """
    inside_heats, outside_heats, postponed = _read(after)
    names = _groups_of(viewer)
    posts = Post.objects.visible_to(viewer).wanted_by(viewer)
    posts = posts.filter(emotions__emotion=mood) if mood else posts
    late = _Source(_late(posts, postponed, viewer))
    inside = _blend(posts.filter(group_id__in=names) if names else None, inside_heats, language, size, viewer)
    outside = _blend(posts.exclude(group_id__in=names) if names else posts, outside_heats, language, size, viewer)

    chosen, put_off = _choose(late, inside, outside, size)
    has_more = bool(put_off) or not (inside.is_empty and outside.is_empty)
    return Page(
        rows=tuple(row._replace(why=_why(row, names)) for row in chosen),
        next_cursor=paging.encode([inside.heats, outside.heats, put_off]) if has_more else "",
        newest="" if after else _newest(viewer),
    )


def _choose(late: _Source, inside: _Blend, outside: _Blend, size: int) -> tuple[list[Row], list[int]]:
    chosen: list[Row] = []
    put_off: list[int] = []
    voices: Counter[int] = Counter()
    while len(chosen) < size:
        order = (late, inside, outside) if len(chosen) != OUTSIDE_PLACE else (outside, late, inside)
        source = next((source for source in order if not source.is_empty), None)
        if source is None:
            break
        row = source.take()
        if voices[row.author_id] >= MOST_OF_AN_AUTHOR and len(put_off) < MOST_POSTPONED:
            put_off.append(row.pk)
            continue
        voices[row.author_id] += 1
        chosen.append(row)
    return chosen, put_off


def _blend(posts: PostQuerySet | None, heats: Heats, language: str, size: int, viewer: Viewer) -> _Blend:
    if posts is None:
        return _Blend(_Source(()), _Source(()))
    if not language:
        return _Blend(_candidates(posts, heats[0], size, viewer), _Source(()))
    ours = Q(language__in=(language, ""))
    foreign = _candidates(posts.exclude(ours), heats[1], size, viewer)
    foreign.handicap = FOREIGN_HANDICAP
    return _Blend(_candidates(posts.filter(ours), heats[0], size, viewer), foreign)


def _candidates(posts: PostQuerySet, heat: Heat | None, size: int, viewer: Viewer) -> _Source:
    if heat is not None:
        hot, pk = heat
        posts = posts.filter(Q(hot__lt=hot) | Q(pk__lt=pk), hot__lte=hot)
    return _Source(streams.rows_by_heat(posts, size + MOST_POSTPONED + 1, viewer), heat)


def _late(posts: PostQuerySet, postponed: tuple[int, ...], viewer: Viewer) -> tuple[Row, ...]:
    return streams.rows_by_heat(posts.filter(pk__in=postponed), MOST_POSTPONED, viewer) if postponed else ()


def _groups_of(viewer: Viewer) -> dict[int, str]:
    if not viewer.is_authenticated:
        return {}
    groups = Group.objects.filter(memberships__user=viewer, memberships__state="active")
    return {pk: texts.pick(names) for pk, names in groups.values_list("pk", "names")}


def _why(row: Row, names: dict[int, str]) -> str:
    if row.group_id in names:
        return _("You are in %(group)s, and this is warm there.") % {"group": names[row.group_id]}
    if names:
        return _("From a group you are not in: a look over the fence.")
    return _("Warm right now across the open groups.")


def _newest(viewer: Viewer) -> str:
    return streams.page(streams.Stream(viewer), size=1).newest


def _read(cursor: str) -> tuple[Heats, Heats, tuple[int, ...]]:
    match paging.decode(cursor):
        case [[own, foreign], [outer, outer_foreign], list() as postponed]:
            ids = tuple(pk for pk in postponed[:MOST_POSTPONED] if paging.whole(pk) is not None)
            return (_heat(own), _heat(foreign)), (_heat(outer), _heat(outer_foreign)), ids
    return (None, None), (None, None), ()


def _heat(part: Any) -> Heat | None:
    match part:
        case [float() as hot, int() as pk] if math.isfinite(hot) and paging.whole(pk) is not None:
            return hot, pk
    return None
