"""A member's league: the cohort of the week that runs, and of earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models import User
from gamify.engine import leagues, periods
from gamify.engine.leagues import Zone
from gamify.models import LeagueSeat, Standing
from gamify.selectors import boards
from gamify.storage import leagues as storage
from gamify.storage.leagues import Place
from lib import errors

EARLIER = 8
_NAMES = (
    pgettext_lazy("league", "Seedling"),
    pgettext_lazy("league", "Sapling"),
    pgettext_lazy("league", "Copse"),
    pgettext_lazy("league", "Grove"),
    pgettext_lazy("league", "Forest"),
)


class NoSeat(errors.NotFound):
    """The member sat in no cohort in that week, or not yet in the one that runs."""

    code = "gamify.no_seat"
    message = _("You have no seat in a league of that week.")


def name_of(division: int) -> str:
    """Return what a division is called; 1 is the lowest."""
    return str(_NAMES[division - 1])


@dataclass(frozen=True)
class Row(boards.Row):
    """One line of a cohort, and where it leads."""

    zone: Zone


@dataclass(frozen=True)
class League:
    """A member's cohort in one week; `position` is 0 for who has no score in it."""

    week: str
    period_id: int
    starts_at: datetime
    ends_at: datetime
    division: int
    is_settled: bool
    rows: tuple[Row, ...]
    position: int

    @property
    def topic(self) -> str:
        return f"board:{self.period_id}"

    @property
    def name(self) -> str:
        return name_of(self.division)

    def leading(self, zone: Zone) -> int:
        """Return how many lines lead to `zone`."""
        return sum(row.zone is zone for row in self.rows)


@dataclass(frozen=True)
class Earlier:
    """A week of the past: the member's league and rank, None when they had no score at its end."""

    week: str
    starts_at: datetime
    division: int
    rank: int | None
    next_division: int


def running(*, user: User, now: datetime) -> League | None:
    """Return the league that the member plays in at `now`, None without a seat. Queries: 1, with a seat 3."""
    return _league(user, periods.board_week(now))


def opened(*, league: League) -> tuple[int, int]:
    """Return the highest division that was open the week before, and the one that is open in this. Queries: 1."""
    return storage.opened(league.starts_at)


def played_in(*, user: User, week: str) -> str:
    """Return the name of the league in which the member has a seat in a week, "" without one. Queries: 1."""
    seats = LeagueSeat.objects.filter(user=user, period__key=week, period__in=storage.weeks())
    division = seats.values_list("cohort__division", flat=True).first()
    return name_of(division) if division else ""


def of_week(*, user: User, week: str) -> League:
    """Return the member's league of a week such as `2026-W47`. Queries: 2; as `running` while it runs.

    Raises:
        NoSeat: when they had none in it; nobody else's cohort is shown.
    """
    found = _league(user, week)
    if found is None:
        raise NoSeat
    return found


def waits_for_seat(*, user: User, now: datetime) -> bool:
    """Say whether the member earned this week and has no seat yet, which takes some seconds. Queries: 1."""
    week = storage.weeks().filter(key=periods.board_week(now))
    return Standing.objects.filter(user=user, period__in=week, score__gt=0).exists()


def earlier(*, user: User) -> tuple[Earlier, ...]:
    """Return the member's latest settled weeks, newest first. Queries: 1."""
    seats = LeagueSeat.objects.filter(user=user, next_division__isnull=False).order_by("-period__starts_at", "-pk")
    columns = ("period__key", "period__starts_at", "cohort__division", "rank", "next_division")
    return tuple(Earlier(*row) for row in seats.values_list(*columns)[:EARLIER])


def _league(user: User, week: str) -> League | None:
    seats = LeagueSeat.objects.select_related("cohort", "period").filter(user=user, period__in=storage.weeks())
    seat = seats.filter(period__key=week).first()
    if seat is None:
        return None
    rows = _settled(seat) if seat.cohort.settled_at else _running(seat)
    starts_at, ends_at = periods.bounds(week)
    return League(
        week=week,
        period_id=seat.period_id,
        starts_at=starts_at,
        ends_at=ends_at,
        division=seat.cohort.division,
        is_settled=seat.cohort.settled_at is not None,
        rows=rows,
        position=next((row.position for row in rows if row.user_id == user.pk), 0),
    )


def _running(seat: LeagueSeat) -> tuple[Row, ...]:
    places = storage.running(seat.cohort_id)
    found = leagues.zones(len(places), division=seat.cohort.division, highest=storage.highest(seat.period))
    return tuple(_row(place, leagues.zone(place.rank, len(places), found)) for place in places)


def _settled(seat: LeagueSeat) -> tuple[Row, ...]:
    places = storage.settled(seat.cohort_id)
    return tuple(_row(place, leagues.led(seat.cohort.division, place.next_division)) for place in places)


def _row(place: Place, zone: Zone) -> Row:
    return Row(*place[:7], zone=zone)
