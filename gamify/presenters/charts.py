"""The charts of a challenge's report, as numbers for drawings: every one has its table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gamify.selectors.challenge_report import Compared, Report

WIDTH, HEIGHT = 600, 160
AXIS = 240  # half the width of a difference's axis
MOST_DAYS_NAMED = 6
WIDEST = 48
ROW = 52  # the height of a window's difference


@dataclass(frozen=True)
class Step:
    """A step of the funnel; `percent` of the first one's, None where there are too few people to say."""

    label: str
    number: int | None
    percent: int | None


@dataclass(frozen=True)
class Bar:
    """A day: where its bar of people who entered stands; `is_hidden` where there are too few to say."""

    date: date
    entered: int | None
    handed_in: int | None
    finished: int | None
    x: float
    width: float
    height: float
    is_named: bool

    @property
    def y(self) -> float:
        return round(HEIGHT - self.height, 1)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def is_hidden(self) -> bool:
        return self.entered is None


@dataclass(frozen=True)
class Days:
    """Bars on a common scale, whose top is `most`."""

    bars: tuple[Bar, ...]
    most: int


@dataclass(frozen=True)
class Arm:
    """A window compared: two means, the difference with its interval, and where that lies on an axis around nothing."""

    label: str
    row: Compared
    place: int
    low: float
    middle: float
    high: float

    @property
    def y(self) -> int:
        return self.place * ROW + 14

    @property
    def bar_y(self) -> int:
        return self.place * ROW + 25

    @property
    def dot_y(self) -> int:
        return self.bar_y + 5

    @property
    def says_something(self) -> bool:
        """Whether the interval excludes that there is no difference."""
        return self.row.difference.is_clear

    @property
    def is_more(self) -> bool:
        return self.row.difference.difference > 0

    @property
    def width(self) -> float:
        return round(self.high - self.low, 1)

    @property
    def shares(self) -> tuple[int, int]:
        return round(100 * self.row.shown_active), round(100 * self.row.holdout_active)


def funnel(report: Report) -> tuple[Step, ...]:
    """Return how many were reached, entered, handed something in and finished."""
    steps = (
        (_("saw it"), report.reached),
        (_("took part"), report.entered),
        (_("handed something in"), report.handed_in),
        (_("finished"), report.finished),
    )
    most = max((number for _label, number in steps if number), default=0)
    return tuple(
        Step(str(label), number, None if number is None else round(100 * number / (most or 1)))
        for label, number in steps
    )


def days(report: Report) -> Days:
    """Return the people who entered, day by day."""
    most = max((day.entered or 0 for day in report.days), default=0)
    width = WIDTH / max(len(report.days), 1)
    thick = round(min(width * 0.76, WIDEST), 1)
    every = max(1, -(-len(report.days) // MOST_DAYS_NAMED))
    bars = [
        Bar(
            date=day.date,
            entered=day.entered,
            handed_in=day.handed_in,
            finished=day.finished,
            x=round((place + 0.5) * width - thick / 2, 1),
            width=thick,
            height=round(HEIGHT * (day.entered or 0) / (most or 1), 1),
            is_named=place % every == 0,
        )
        for place, day in enumerate(report.days)
    ]
    return Days(tuple(bars), most)


def compared(report: Report) -> tuple[Arm, ...]:
    """Return what was compared, before, during and after."""
    labels = {"before": _("before"), "during": _("while it ran"), "after": _("after")}
    ends = [abs(end) for row in report.compared for end in (row.difference.low, row.difference.high)]
    scale = AXIS / (max(ends, default=0) or 1)
    return tuple(
        Arm(
            label=str(labels[row.window]),
            row=row,
            place=place,
            low=round(WIDTH / 2 + row.difference.low * scale, 1),
            middle=round(WIDTH / 2 + row.difference.difference * scale, 1),
            high=round(WIDTH / 2 + row.difference.high * scale, 1),
        )
        for place, row in enumerate(report.compared)
    )
