"""A member's tasks of the day, of the week and of a lifetime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import User
from gamify.engine import decision, periods
from gamify.engine.sources import TASK, subject_of
from gamify.models import Activity, Progress, Task
from gamify.selectors import refusals
from gamify.selectors.measures import Measured
from lib.calendars import Calendar

_TELLING = (decision.COUNTED_BEFORE, decision.OWN_CONTENT, decision.NOT_COUNTED)
_RECENT = 20


@dataclass(frozen=True)
class Card(Measured):
    """A task as the page shows it. `note` says why the latest try did not count, `opens_at` when it comes again."""

    key: str
    name: str
    description: str
    cycle: str
    action: str
    value: int
    goal: int
    growth: int
    spark: int
    done_at: datetime | None
    opens_at: datetime | None
    note: str

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


@dataclass(frozen=True)
class Tasks:
    """All tasks in force by cycle; `day` is the member's own date, `day_ends_at` its next midnight.

    `notes` say by subject why something did not count today, of whatever definition.
    """

    day: date
    day_ends_at: datetime
    week_ends_at: datetime
    today: tuple[Card, ...]
    week: tuple[Card, ...]
    once: tuple[Card, ...]
    notes: Mapping[str, str]


def tasks(*, user: User, now: datetime) -> Tasks:
    """Return the member's tasks at `now`. Queries: 3."""
    calendar = user.calendar
    day = calendar.day(now)
    rows = list(Task.objects.filter(retired_at=None).order_by("position", "key"))
    keys = {row.pk: (TASK + row.key, periods.key(row.cycle, day)) for row in rows}
    progress = _progress(user, keys.values())
    notes = _notes(user, day)
    cards = [_card(row, keys[row.pk][0], progress.get(keys[row.pk]), notes, day, calendar) for row in rows]
    day_ends_at = periods.opens_at(periods.DAY, day, calendar)
    week_ends_at = periods.opens_at(periods.WEEK, day, calendar)
    assert day_ends_at
    assert week_ends_at
    by_cycle = {cycle: tuple(card for card in cards if card.cycle == cycle) for cycle in Task.Cycle.values}
    return Tasks(day, day_ends_at, week_ends_at, by_cycle["day"], by_cycle["week"], by_cycle["once"], notes)


def _progress(user: User, keys: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Progress]:
    wanted = set(keys)
    rows = Progress.objects.filter(
        user=user, subject__in={subject for subject, _ in wanted}, period__in={period for _, period in wanted}
    )
    return {(row.subject, row.period): row for row in rows}


def _notes(user: User, day: date) -> Mapping[str, str]:
    """Return, by task subject, why today's latest try did not count."""
    recent = Activity.objects.filter(actor=user, local_date=day).order_by("-id")
    notes: dict[str, str] = {}
    for document in recent.values_list("outcome__document", flat=True)[:_RECENT]:
        for source, reason, _ in (document or {}).get("failures", ()):
            if reason in _TELLING:
                notes.setdefault(subject_of(source), refusals.sentence(reason))
    return notes


def _card(
    row: Task, subject: str, progress: Progress | None, notes: Mapping[str, str], day: date, calendar: Calendar
) -> Card:
    done_at = progress.completed_at if progress else None
    return Card(
        key=row.key,
        name=row.name,
        description=row.description,
        cycle=row.cycle,
        action=row.action,
        value=progress.value if progress else 0,
        goal=row.goal,
        growth=points_of(row.effects, "growth"),
        spark=points_of(row.effects, "spark"),
        done_at=done_at,
        opens_at=periods.opens_at(row.cycle, day, calendar) if done_at else None,
        note="" if done_at else notes.get(subject, ""),
    )


def points_of(effects: Iterable[Mapping[str, Any]], currency: str) -> int:
    """Return how many points of `currency` a definition's effects give."""
    return sum(each["amount"] for each in effects if each["kind"] == "points" and each["currency"] == currency)
