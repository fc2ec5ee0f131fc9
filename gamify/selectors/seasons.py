"""A season: its places, and who was first in those that are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models import User
from gamify import models
from gamify.engine import seasons
from gamify.selectors import boards
from gamify.selectors.boards import Row
from gamify.storage import seasons as storage
from gamify.storage.seasons import Line
from lib import errors, numbers

TOP = 10
AROUND = 5
EARLIER = 8
_NAMES = (
    pgettext_lazy("season", "Winter %(year)s"),
    pgettext_lazy("season", "Spring %(year)s"),
    pgettext_lazy("season", "Summer %(year)s"),
    pgettext_lazy("season", "Autumn %(year)s"),
)


class NoSeason(errors.NotFound):
    """No week of it was played here, or there is no such season."""

    code = "gamify.no_season"
    message = _("There is no such season here.")


def name_of(key: str) -> str:
    """Return what a season is called; its dates stand beside it, for those on the other half of the globe."""
    year, number = seasons.quarter(key)
    return str(_NAMES[number - 1]) % {"year": year}


@dataclass(frozen=True)
class Season:
    """A season; `pk` is 0 until its first week is over, and its places are of the latest week that was counted."""

    key: str
    pk: int
    starts_at: datetime
    ends_at: datetime
    is_settled: bool

    @property
    def name(self) -> str:
        return name_of(self.key)


@dataclass(frozen=True)
class Won:
    """A season that is over, with its first three."""

    season: Season
    rows: tuple[Row, ...]


def season(*, key: str, now: datetime) -> Season:
    """Return a season: the one that runs at `now`, or one of which a week was played. Queries: 1.

    Raises:
        NoSeason: when it is neither.
    """
    if not seasons.is_name(key):
        raise NoSeason
    found = models.Season.objects.filter(key=key).first()
    if found:
        return _season(found)
    if key != seasons.at(now):
        raise NoSeason
    return Season(key, 0, *seasons.bounds(key), is_settled=False)


def places(*, user: User | None, season: Season) -> tuple[Row, ...]:
    """Return the first ten places, and five above and below the member's own. Queries: 1."""
    lines = storage.near(season.pk, user_id=user.pk if user else 0, top=TOP, around=AROUND)
    return tuple(map(_row, lines))


def page(*, season: Season, after: str = "") -> boards.Page:
    """Return the places after the cursor `after`. Queries: 1."""
    found = storage.after(season.pk, rank=numbers.find(after) or 0, most=boards.PAGE + 1)
    rows = tuple(map(_row, found[: boards.PAGE]))
    return boards.Page(rows, str(rows[-1].position) if len(found) > boards.PAGE else "")


def position(*, user: User, season: Season) -> int:
    """Return the member's place, 0 without one. Queries: 1."""
    lines = storage.near(season.pk, user_id=user.pk, top=0, around=0)
    return lines[0].rank if lines else 0


def champions() -> tuple[Won, ...]:
    """Return the latest seasons that are settled, newest first. Queries: 2, without any 1."""
    found = {row.pk: _season(row) for row in models.Season.objects.exclude(settled_at=None).order_by("-key")[:EARLIER]}
    lines = storage.first(list(found), most=seasons.CHAMPIONS) if found else ()
    by_season = {pk: tuple(map(_row, each)) for pk, each in groupby(lines, key=lambda line: line.season_id)}
    return tuple(Won(each, by_season.get(pk, ())) for pk, each in found.items())


def _season(row: models.Season) -> Season:
    return Season(row.key, row.pk, row.starts_at, row.ends_at, row.settled_at is not None)


def _row(line: Line) -> Row:
    return Row(*line[:-1])
