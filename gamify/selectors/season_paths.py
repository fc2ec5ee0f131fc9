"""A member's way through the leagues of a season."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from gamify.engine import periods, seasons as rules
from gamify.models import LeagueSeat
from gamify.selectors import seasons
from gamify.selectors.seasons import Season


@dataclass(frozen=True)
class Week:
    """A week of a season as one member settled it: without a rank they had no score in it, or it is not over."""

    key: str
    starts_at: datetime
    division: int | None
    rank: int | None
    points: int
    counts: bool


@dataclass(frozen=True)
class Path:
    """A member's weeks of a season, all of them in their order."""

    weeks: tuple[Week, ...]

    @property
    def played(self) -> int:
        return sum(week.rank is not None for week in self.weeks)

    @property
    def points(self) -> int:
        return sum(week.points for week in self.weeks if week.counts)

    @property
    def leaves_out(self) -> bool:
        """Whether there are weeks beside the best."""
        return any(week.rank and not week.counts for week in self.weeks)

    @property
    def best(self) -> Week | None:
        """The week that brought most, the earlier of equal ones."""
        return max((week for week in self.weeks if week.rank), key=lambda week: week.points, default=None)


@dataclass(frozen=True)
class Mine:
    """A member's part in a season; `position` is 0 without a place."""

    season: Season
    path: Path
    position: int


def mine(*, user: User, season: Season) -> Mine:
    """Return a member's part in a season. Queries: 2."""
    return Mine(season, path(user=user, season=season), seasons.position(user=user, season=season))


def path(*, user: User, season: Season) -> Path:
    """Return a member's weeks of a season. Queries: 1."""
    keys = rules.weeks(season.key)
    seats = LeagueSeat.objects.filter(user=user, period__key__in=keys, rank__isnull=False)
    rows = seats.values_list("period__key", "cohort__division", "rank")
    settled = {key: (division, rank) for key, division, rank in rows if rank}
    return Path(tuple(_weeks(keys, settled)))


def _weeks(keys: Iterable[str], settled: dict[str, tuple[int, int]]) -> Iterable[Week]:
    played = [key for key in keys if key in settled]
    brings = {key: rules.points(settled[key][1], settled[key][0]) for key in played}
    counts = dict(zip(played, rules.counting([brings[key] for key in played]), strict=True))
    for key in keys:
        division, rank = settled.get(key, (None, None))
        yield Week(key, periods.bounds(key)[0], division, rank, brings.get(key, 0), counts.get(key, False))
