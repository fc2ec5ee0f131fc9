"""What was brought to a battle, in words: the latest of it, and page by page all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import paging
from rewards import scoring
from rewards.models import Battle, BattleTeam, ScoreEvent
from rewards.scoring.tally import Event, Rules, replay
from rewards.services.battles import schedule
from rewards.services.battles.rules import fold_rules

LATEST = 8
LOOKED_AT = 5  # times as many lines: what the cap left nothing of is told in the record only
PAGE = 50


@dataclass(frozen=True)
class Entry:
    """A line of the feed: what `who` brought to their team, or, without `who`, what came about by itself.

    `points` counted; `is_cut` says that the daily cap left less than it was worth, `is_back` that something was taken
    back, `is_again` that it counts again, `is_gone` that it was taken back later.
    """

    at: datetime
    words: str | Promise
    who: User | None = None
    team: BattleTeam | None = None
    slot: str = ""
    source: str = ""
    units: int = 0
    points: int = 0
    is_cut: bool = False
    is_back: bool = False
    is_again: bool = False
    is_gone: bool = False
    number: int = 0


@dataclass(frozen=True)
class Entries:
    """A page of the record."""

    entries: tuple[Entry, ...]
    next_cursor: str


def latest(*, battle: Battle, slots: Mapping[int, str], most: int = LATEST) -> tuple[Entry, ...]:
    """Return what came in last, the newest first, with what came about by itself. Queries: 2, 1 without any."""
    rows = list(_rows(battle)[: most * LOOKED_AT])
    told = [entry for entry in _entries(battle, rows, slots) if entry.points or not entry.is_cut]
    found = [*told[:most], *_turns(battle)]
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.number), reverse=True)[:most])


def page(*, battle: Battle, slots: Mapping[int, str], after: str = "") -> Entries:
    """Return a page of everything that was brought, the newest first. Queries: 2, 1 without any."""
    rows = _rows(battle)
    shown, next_cursor = paging.newest(rows, after, PAGE)
    return Entries(_entries(battle, shown, slots), next_cursor)


def sentence_of(key: str) -> str | Promise:
    """Return what the source says of a contribution; of a source that is gone only that there was one."""
    return next((source.sentence for source in scoring.every() if source.key == key), _("brought something"))


def _rows(battle: Battle) -> QuerySet[ScoreEvent]:
    return ScoreEvent.objects.filter(battle=battle).select_related("user", "team").order_by("-pk")


def _entries(battle: Battle, rows: Sequence[ScoreEvent], slots: Mapping[int, str]) -> tuple[Entry, ...]:
    if not rows:
        return ()
    gained = _gained(battle, rows)
    worth = fold_rules(battle).sources
    return tuple(_entry(row, gained, worth.get(row.source, 0), slots.get(row.team_id, "")) for row in rows)


def _entry(row: ScoreEvent, gained: Mapping[tuple[int, str, str], int], worth: int, slot: str) -> Entry:
    points = gained.get((row.cause_id, row.source, row.user.public_id))
    is_first = row.activity_id == row.cause_id
    counts = points or 0
    return Entry(
        at=row.happened_at if row.units > 0 else row.received_at,
        words=sentence_of(row.source),
        who=row.user,
        team=row.team,
        slot=slot,
        source=row.source,
        units=row.units,
        points=counts if row.units > 0 else 0,
        is_cut=row.units > 0 and points is not None and counts < row.units * worth,
        is_back=row.units < 0,
        is_again=row.units > 0 and not is_first,
        is_gone=row.units > 0 and points is None,
        number=row.pk,
    )


def _gained(battle: Battle, rows: Iterable[ScoreEvent]) -> dict[tuple[int, str, str], int]:
    """Return what each event of these players and days brought once their cap had cut it."""
    people = {row.user_id for row in rows}
    days = {row.day for row in rows}
    around = ScoreEvent.objects.filter(battle=battle, user__in=people, day__in=days).order_by("pk")
    events = [Event(*each) for each in around.values_list(*_COLUMNS)]
    rules = fold_rules(battle)
    alone = Rules(rules.sources, rules.daily_cap, 0)
    steps = replay(alone, {"": {event.player for event in events}}, events)
    return {(step.event.cause_id, step.event.source, step.event.player): step.gained for step in steps}


_COLUMNS = ("cause_id", "source", "user__public_id", "units", "day", "happened_at")


def _turns(battle: Battle) -> list[Entry]:
    """Return what came about by itself so far."""
    if battle.starts_at is None or battle.ends_at is None or battle.state in _BEFORE:
        return []
    came = [(at, _WORDS[name]) for name, at in schedule.moments(battle)[: battle.moments]]
    turns = [(battle.starts_at, _("It has begun")), *came]
    if battle.state != Battle.State.RUNNING:
        turns.append((battle.ends_at, _("Time is up")))
    return [Entry(at=at, words=words) for at, words in turns]


_WORDS = {
    schedule.HALFWAY: _("Half of the time is over"),
    schedule.LAST_HOUR: _("The last hour"),
    schedule.LAST_MINUTE: _("The last minute"),
}
_BEFORE = (Battle.State.DRAFT, Battle.State.REVIEW, Battle.State.ANNOUNCED, Battle.State.VOID)
