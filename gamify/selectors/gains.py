"""What a member gained since they last looked: the toast and the celebration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from gamify.engine import outcomes
from gamify.engine.decision import REOPENED
from gamify.engine.economy import Economy
from gamify.engine.happening import BACKFILL, REDO
from gamify.engine.sources import BADGE, QUEST, STEP, TASK
from gamify.models import Badge, Level, Outcome, Player
from gamify.storage import economies
from lib import texts
from look.emotions import HEAVY

MOST = 50


@dataclass(frozen=True)
class Gain:
    """One reason for points, folded over the activities in question; below 0 it was taken back."""

    name: str
    growth: int
    spark: int


@dataclass(frozen=True)
class NewBadge:
    """A badge nobody has congratulated the member on yet."""

    key: str
    name: str
    description: str
    icon: str
    mood: str


@dataclass(frozen=True)
class Gains:
    """Everything after `after`; `sequence` is where to look from next.

    `level_name` is "" unless a level was reached. `following` are the steps of quests that opened. `is_quiet` says that
    something among it was shared, answered or felt on a heavy day, or only came back: say it, do not celebrate. What a
    badge counted late is told by the inbox alone.
    """

    sequence: int
    growth: int
    spark: int
    gains: tuple[Gain, ...]
    tasks: tuple[str, ...]
    badges: tuple[NewBadge, ...]
    level: int
    level_name: str
    steps: tuple[str, ...] = ()
    quests: tuple[str, ...] = ()
    following: tuple[str, ...] = ()
    is_quiet: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.gains or self.tasks or self.steps or self.quests or self.badges or self.level_name)


def since(*, user: User, after: int | None = None) -> Gains:
    """Return the gains after sequence number `after` (None: after the latest shown).

    Queries: 3, at most 5; 1 without news.
    """
    player = Player.objects.filter(user=user).first()
    start = after if after is not None else (player.seen_sequence if player else 0)
    if player is None or player.sequence <= start:
        return Gains(start, 0, 0, (), (), (), 0, "")
    rows = Outcome.objects.filter(actor=user, sequence__gt=start).order_by("-sequence")
    recent = list(reversed(rows.values_list("activity__verb", "activity__data", "document")[:MOST]))
    is_quiet = any(verb in (REDO, BACKFILL) or HEAVY.intersection(data.get("emotions", ())) for verb, data, _ in recent)
    return _fold(player, [document for verb, _, document in recent if verb != BACKFILL], is_quiet)


def _fold(player: Player, kept: list[dict[str, Any]], is_quiet: bool) -> Gains:
    totals: Counter[tuple[str, str]] = Counter()
    changes: dict[str, str] = {}
    for each in kept:
        for given in outcomes.given(each):
            totals[given.source, given.currency] += given.amount
        changes |= {step.source: step.change for step in outcomes.steps(each) if step.change}
    economy = economies.current() if totals or changes else economies.NONE
    done = [source for source, change in changes.items() if change != REOPENED]
    gains = tuple(_gains(totals, economy))
    named = {kind: _names(done, kind, economy) for kind in (TASK, STEP, QUEST)}
    return Gains(
        sequence=player.sequence,
        growth=sum(gain.growth for gain in gains),
        spark=sum(gain.spark for gain in gains),
        gains=gains,
        tasks=named[TASK],
        steps=named[STEP],
        quests=named[QUEST],
        following=tuple(_following(kept, economy)),
        badges=_badges([economy.by_source[source].pk for source in done if source.startswith(BADGE)]),
        level=player.level,
        level_name=_reached(player, kept),
        is_quiet=is_quiet,
    )


def _names(sources: list[str], kind: str, economy: Economy) -> tuple[str, ...]:
    return tuple(economy.name_of(source) for source in sources if source.startswith(kind))


def _following(kept: list[dict[str, Any]], economy: Economy) -> Iterator[str]:
    """Yield the steps that are open now in quests that went on: as many are done as come before."""
    moved = {step.subject: step for each in kept for step in outcomes.steps(each) if step.subject.startswith(QUEST)}
    for subject, step in moved.items():
        found = economy.steps.get((subject, step.after))
        if found and step.after > step.before:
            yield texts.pick(found.names)


def _gains(totals: Counter[tuple[str, str]], economy: Economy) -> Iterator[Gain]:
    for source in dict.fromkeys(source for source, _currency in totals):
        growth, spark = totals[source, "growth"], totals[source, "spark"]
        if growth or spark:
            yield Gain(economy.name_of(source), growth, spark)


def _reached(player: Player, kept: list[dict[str, Any]]) -> str:
    """Return the name of the level that was reached with these, "" for none. Queries: 1, or none."""
    if not kept or player.level <= outcomes.levels(kept[0])[0]:
        return ""
    level = Level.objects.filter(number=player.level).first()
    return level.name if level else ""


def _badges(pks: list[int]) -> tuple[NewBadge, ...]:
    if not pks:
        return ()
    rows = Badge.objects.filter(pk__in=pks).order_by("position", "key")
    return tuple(NewBadge(row.key, row.name, row.description, row.icon, row.mood) for row in rows)
