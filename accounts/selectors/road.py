"""The road of a member: their own ladders, and what touched them month by month. For that member alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts import road
from accounts.models import User
from accounts.road import Invitation, Touch, Trace
from look.emotions import HEAVY

MONTHS = 12
MOST = 60  # touches of one kind in one month; a page says so when there were more


@dataclass(frozen=True)
class Walked:
    """A doing of the member's own."""

    key: str
    label: str
    trace: Trace


@dataclass(frozen=True)
class Rung:
    """A rung with what stands on it."""

    name: str
    about: str
    walked: tuple[Walked, ...]


@dataclass(frozen=True)
class Ladder:
    """A ladder with its three rungs, the lowest first."""

    key: str
    name: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Road:
    """All ladders, and one way on, if there is one."""

    ladders: tuple[Ladder, ...]
    invitation: Invitation | None

    @property
    def is_empty(self) -> bool:
        return not any(rung.walked for ladder in self.ladders for rung in ladder.rungs)


@dataclass(frozen=True)
class Line:
    """A touch, with the kind that told it."""

    kind: str
    chapter: str
    icon: str
    touch: Touch


@dataclass(frozen=True)
class Month:
    """One month of the member's own calendar: its touches, newest first; `is_cut`: of some kind only the latest."""

    first: date
    lines: tuple[Line, ...]
    is_cut: bool
    earlier: date | None
    later: date | None


@dataclass(frozen=True)
class Feelings:
    """The feelings that the member chose in one month: in whole percent, the most frequent first; `light` and `heavy`
    are how often."""

    first: date
    shares: tuple[tuple[str, int], ...]
    light: int
    heavy: int


def of(*, user: User, now: datetime) -> Road:
    """Return the member's ladders and one invitation. Queries: one a step, and at most two for each invitation asked.

    The invitation is to the lowest rung on which nothing stands; where all have something, the first that has a way.
    """
    walked: dict[tuple[str, int], list[Walked]] = {}
    for step in road.steps():
        trace = step.find(user)
        if trace is not None:
            walked.setdefault((step.ladder, step.rung), []).append(Walked(step.key, str(step.label), trace))
    return Road(tuple(_ladder(ladder, walked) for ladder in road.LADDERS), _invitation(user, now, walked))


def month(*, user: User, asked: str, show: str = "", now: datetime) -> Month:
    """Return a month of touches; `asked` is such as `2026-03`, anything else the present one.

    Args: show: a chapter, `good` or `hard`, else all. Queries: those of each kind, a fixed number for any number of
    touches.
    """
    first = _month_of(asked, user, now)
    since, until = user.calendar.start(first), user.calendar.start(_after(first))
    lines, is_cut = [], False
    for kind in road.touches():
        touches = list(kind.find(user, since, until, MOST + 1))
        is_cut |= len(touches) > MOST
        lines += [Line(kind.key, kind.chapter, kind.icon, touch) for touch in touches[:MOST]]
    lines = [line for line in lines if _is_shown(line, show)]
    lines.sort(key=lambda line: line.touch.at, reverse=True)
    begun, today = _begun(user), user.calendar.day(now)
    return Month(
        first,
        tuple(lines),
        is_cut,
        earlier=_before(first) if first > begun else None,
        later=_after(first) if _after(first) <= today else None,
    )


def feelings(*, user: User, now: datetime) -> tuple[Feelings, ...]:
    """Return the feelings of the last MONTHS months, latest first, without those that have none. Queries: 1."""
    latest = user.calendar.day(now).replace(day=1)
    firsts = [latest]
    while len(firsts) < MONTHS:
        firsts.append(_before(firsts[-1]))
    chosen: dict[date, Counter[str]] = {}
    found = road.feelings(user=user, since=user.calendar.start(firsts[-1]), until=user.calendar.start(_after(latest)))
    for at, key in found:
        chosen.setdefault(user.calendar.day(at).replace(day=1), Counter())[key] += 1
    return tuple(_feelings(first, chosen[first]) for first in firsts if first in chosen)


def everything(user: User) -> Iterator[dict[str, object]]:
    """Yield the traces of the member's road, for them to take along. Queries: one a step."""
    for step in road.steps():
        trace = step.find(user)
        if trace is not None:
            yield {
                "ladder": step.ladder,
                "rung": step.rung,
                "step": step.key,
                "count": trace.count,
                "first_at": trace.first_at,
                "url": trace.url,
            }


def _ladder(ladder: road.Ladder, walked: Mapping[tuple[str, int], Sequence[Walked]]) -> Ladder:
    rungs = (
        Rung(str(rung.name), str(rung.about), tuple(walked.get((ladder.key, number), ())))
        for number, rung in enumerate(ladder.rungs, start=1)
    )
    return Ladder(ladder.key, str(ladder.name), tuple(rungs))


def _invitation(user: User, now: datetime, walked: Collection[tuple[str, int]]) -> Invitation | None:
    ways = sorted(road.invitings(), key=lambda way: (way.ladder, way.rung) in walked)
    return next((found for way in ways if (found := way.find(user, now)) is not None), None)


def _feelings(first: date, counts: Counter[str]) -> Feelings:
    total = counts.total()
    shares = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    heavy = sum(n for key, n in counts.items() if key in HEAVY)
    return Feelings(first, tuple((key, max(1, round(100 * n / total))) for key, n in shares), total - heavy, heavy)


def _is_shown(line: Line, show: str) -> bool:
    return show in (line.chapter, line.touch.tone) or show not in (*road.CHAPTERS, road.GOOD, road.HARD)


def _month_of(asked: str, user: User, now: datetime) -> date:
    """Return the first day of the month asked for, between the member's first one and the present."""
    latest = user.calendar.day(now).replace(day=1)
    try:
        first = date.fromisoformat(f"{asked}-01") if len(asked) == len("2026-03") else latest
    except ValueError:
        return latest
    return min(max(first, _begun(user)), latest)


def _begun(user: User) -> date:
    return user.calendar.day(user.date_joined).replace(day=1)


def _before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def _after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
