"""The album of a battle: the pictures that may be seen, page by page, and what is one's own in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.selectors import brands
from lib import errors, paging
from rewards.models import AlbumPicture, AlbumReport, Battle, BattlePlayer
from rewards.policies import Action, may

if TYPE_CHECKING:
    from rewards.querysets import Viewer

PAGE = 24


@dataclass(frozen=True)
class Photo:
    """A picture as it is shown; `reports` are the open ones, for those who may hide it."""

    picture: AlbumPicture
    url: str
    small_url: str
    reports: tuple[AlbumReport, ...] = ()


@dataclass(frozen=True)
class Photos:
    """A page of them, the latest first."""

    photos: tuple[Photo, ...]
    next_cursor: str


@dataclass(frozen=True)
class Album:
    """The album as one person sees it: `own` is their own picture, hidden or not."""

    photos: tuple[Photo, ...]
    next_cursor: str
    own: Photo | None
    may_add: bool
    may_hide: bool


def album(*, viewer: Viewer, battle: Battle, after: str = "") -> Album:
    """Return a page of the album of a battle that is final. Queries: at most 5, 1 for visitors."""
    found = page(battle=battle, after=after)
    if not viewer.is_authenticated:
        return Album(found.photos, found.next_cursor, None, may_add=False, may_hide=False)
    own = _rows(battle).filter(user=viewer).first()
    may_hide = may(Action.PAUSE, brands.role_of(user=viewer, brand=battle.brand))
    return Album(
        photos=_with_reports(found.photos) if may_hide else found.photos,
        next_cursor=found.next_cursor,
        own=photo(own) if own else None,
        may_add=BattlePlayer.objects.filter(battle=battle, user=viewer, points__gt=0).exists(),
        may_hide=may_hide,
    )


def page(*, battle: Battle, after: str = "") -> Photos:
    """Return a page of what everybody sees. Queries: 1."""
    rows = _rows(battle).filter(hidden_at=None)
    shown, next_cursor = paging.newest(rows, after, PAGE)
    return Photos(tuple(map(photo, shown)), next_cursor)


def find(*, viewer: Viewer, battle: Battle, public_id: str) -> AlbumPicture:
    """Return a picture that the viewer may see: what is hidden only its owner. Queries: 1. Raises: NotFound."""
    seen = Q(hidden_at=None) | Q(user=viewer) if viewer.is_authenticated else Q(hidden_at=None)
    found = _rows(battle).filter(seen, public_id=public_id).first()
    if found is None or battle.state != Battle.State.FINAL:
        raise errors.NotFound(code="rewards.picture_not_found")
    return found


def photo(picture: AlbumPicture) -> Photo:
    """Return the picture with its addresses: another file has another address. Queries: 0."""
    if not picture.image:
        return Photo(picture, "", "")
    of = [picture.battle.public_id, picture.public_id, picture.stem]
    return Photo(picture, reverse("rewards:album-picture", args=of), reverse("rewards:album-picture-small", args=of))


def _with_reports(photos: Sequence[Photo]) -> tuple[Photo, ...]:
    """Return the photos with what is open against each. Queries: 1."""
    rows = AlbumReport.objects.filter(picture__in=[each.picture.pk for each in photos], settled_at=None)
    open_ones: dict[int, list[AlbumReport]] = {}
    for row in rows.select_related("reporter").order_by("pk"):
        open_ones.setdefault(row.picture_id, []).append(row)
    return tuple(replace(each, reports=tuple(open_ones.get(each.picture.pk, ()))) for each in photos)


def _rows(battle: Battle) -> QuerySet[AlbumPicture]:
    return AlbumPicture.objects.filter(battle=battle).select_related("user", "battle").order_by("-pk")
