"""What a challenge did: whom it reached, day by day, and whether members who saw it were here more than those held out.

Nothing is said of fewer than LEAST people, nor what would let one count them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _, pgettext

from gamify.engine import intervals
from gamify.engine.happening import PASSIVE
from gamify.engine.intervals import Interval, Sample
from gamify.models import Activity, Audience, Challenge, Entrant, Submission

LEAST = 20
SMALL = 100  # with fewer in an arm only a very big difference shows
OWN_VERBS = ("enter", "finish", "win")  # what the challenge itself records is no sign that it moved anybody
Arm = Audience.Arm
WEEK_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Day:
    """How many people entered, handed something in and finished on a day (UTC); None: too few to say."""

    date: date
    entered: int | None
    handed_in: int | None
    finished: int | None


@dataclass(frozen=True)
class Compared:
    """Activities per member and week in a window (`before`, `during`, `after`), and the share of members who did
    anything: of those who could see it, and of those held out.
    """

    window: str
    shown: float
    holdout: float
    difference: Interval
    shown_active: float
    holdout_active: float


@dataclass(frozen=True)
class Report:
    """The figures; None where there are too few people. `compared` is empty without a holdout of LEAST people.

    Everybody counts in the arm that was drawn for them, whether they looked at it or not: nothing else is a fair
    comparison. `is_small` warns that the arms are too small to find a difference that is not very big.
    """

    reached: int | None
    entered: int | None
    handed_in: int | None
    finished: int | None
    days: tuple[Day, ...]
    shown_size: int | None
    holdout_size: int | None
    compared: tuple[Compared, ...]
    is_small: bool

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the report as the rows of a sheet, headings first; "" where there is nothing to say."""
        yield _("Figure"), pgettext("figure", "Number")
        totals = {
            _("Reached"): self.reached,
            _("Entered"): self.entered,
            _("Handed in"): self.handed_in,
            _("Finished"): self.finished,
        }
        for name, value in totals.items():
            yield name, _said(value)
        yield ()
        yield _("Day"), _("Entered"), _("Handed in"), _("Finished")
        for day in self.days:
            yield day.date.isoformat(), _said(day.entered), _said(day.handed_in), _said(day.finished)
        if self.compared:
            yield ()
            yield (
                _("Per member and week"), _("Could see it"), _("Held out"), _("Difference"),
                pgettext("range", "From"), pgettext("range", "To"), _("Active of those"), _("Active of the held out"),
            )  # fmt: skip
        for each in self.compared:
            figures = (each.shown, each.holdout, each.difference.difference, each.difference.low, each.difference.high)
            yield each.window, *(round(figure, 4) for figure in (*figures, each.shown_active, each.holdout_active))


def report(*, challenge: Challenge, now: datetime) -> Report:
    """Return the figures of a challenge as they are now. Queries: 7, and 3 more to compare."""
    arms = Counter(Audience.objects.filter(challenge=challenge).exclude(arm="").values_list("arm", flat=True))
    shown, held_out = arms[Arm.SHOWN], arms[Arm.HOLDOUT]
    can_compare = min(shown, held_out) >= LEAST
    reached = Audience.objects.filter(challenge=challenge, reached_at__isnull=False).count()
    finished = Q(finished_at__isnull=False) | Q(team__finished_at__isnull=False, score__gt=0)
    entrants = Entrant.objects.filter(challenge=challenge)
    return Report(
        reached=_enough(reached),
        entered=_enough(entrants.count()),
        handed_in=_enough(entrants.filter(submissions__isnull=False).distinct().count()),
        finished=_enough(entrants.filter(finished).count()),
        days=_days(challenge),
        shown_size=_enough(shown) if can_compare else None,
        holdout_size=_enough(held_out) if can_compare else None,
        compared=tuple(_compared(challenge, now)) if can_compare else (),
        is_small=can_compare and min(shown, held_out) < SMALL,
    )


def _days(challenge: Challenge) -> tuple[Day, ...]:
    entrants = Entrant.objects.filter(challenge=challenge)
    handed_in = Submission.objects.filter(entrant__challenge=challenge, attempt=1)
    columns = [
        _by_day(entrants.values_list("entered_at", "pk")),
        _by_day(handed_in.values_list("submitted_at", "entrant")),
        _by_day(entrants.filter(finished_at__isnull=False).values_list("finished_at", "pk")),
    ]
    every = sorted(set().union(*columns))
    if not every:
        return ()
    span = [every[0] + timedelta(days=number) for number in range((every[-1] - every[0]).days + 1)]
    shown = [_without_few({day: column.get(day, 0) for day in span}) for column in columns]
    return tuple(Day(day, *(column[day] for column in shown)) for day in span)


def _by_day(rows: Iterable[tuple[Any, int]]) -> Mapping[date, int]:
    """Count people by the day: of each at most once a day."""
    seen: Counter[date] = Counter()
    people: set[tuple[date, int]] = set()
    for at, who in rows:
        day = at.astimezone(UTC).date()
        if (day, who) not in people:
            people.add((day, who))
            seen[day] += 1
    return seen


def _without_few(column: Mapping[date, int]) -> dict[date, int | None]:
    """Hide the days of 1 to LEAST - 1 people; and when those together are fewer than LEAST, the smallest other as well,
    for else the total would tell.
    """
    hidden = {day for day, number in column.items() if 0 < number < LEAST}
    rest = sorted((number, day) for day, number in column.items() if number >= LEAST)
    while hidden and rest and sum(column[day] for day in hidden) < LEAST:
        hidden.add(rest.pop(0)[1])
    return {day: None if day in hidden else number for day, number in column.items()}


def _compared(challenge: Challenge, now: datetime) -> Iterator[Compared]:
    arm_of = dict(Audience.objects.filter(challenge=challenge).exclude(arm="").values_list("user_id", "arm"))
    sizes = Counter(arm_of.values())
    for name, since, until in _windows(challenge, now):
        counted = dict.fromkeys(arm_of, 0)
        counted.update(_activities(challenge, since, until))
        per_week = WEEK_SECONDS / (until - since).total_seconds()
        samples, active = {}, Counter[str]()
        for arm in (Arm.SHOWN, Arm.HOLDOUT):
            rates = [number * per_week for user, number in counted.items() if arm_of[user] == arm]
            samples[arm] = Sample(len(rates), sum(rates), sum(rate * rate for rate in rates))
            active[arm] = sum(rate > 0 for rate in rates)
        shown, held_out = sizes[Arm.SHOWN], sizes[Arm.HOLDOUT]
        yield Compared(
            window=name,
            shown=samples[Arm.SHOWN].mean,
            holdout=samples[Arm.HOLDOUT].mean,
            difference=intervals.of_means(samples[Arm.SHOWN], samples[Arm.HOLDOUT]),
            shown_active=active[Arm.SHOWN] / shown,
            holdout_active=active[Arm.HOLDOUT] / held_out,
        )


def _windows(challenge: Challenge, now: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """Yield as long before as it lasts, the time of it so far, and as long after; of what began a day ago at least."""
    starts, ends = challenge.starts_at, challenge.ends_at
    if starts is None or ends is None:
        return
    length = ends - starts
    yield "before", starts - length, starts
    for name, since in (("during", starts), ("after", ends)):
        until = min(since + length, now)
        if until - since >= min(length, timedelta(days=1)):
            yield name, since, until


def _activities(challenge: Challenge, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
    """Yield how much each of the audience did of their own accord in a window; what was ever undone does not count."""
    people = Audience.objects.filter(challenge=challenge).exclude(arm="").values("user")
    rows = Activity.objects.filter(actor__in=people, occurred_at__gte=since, occurred_at__lt=until, undone_by=None)
    done = rows.exclude(verb__in=(*PASSIVE, *OWN_VERBS))
    yield from done.values("actor").annotate(number=Count("pk")).values_list("actor", "number").order_by("actor")


def _enough(number: int) -> int | None:
    return number if number >= LEAST else None


def _said(value: int | None) -> object:
    return "" if value is None else value
