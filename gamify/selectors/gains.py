"""What a member gained since they last looked: the toast and the celebration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from gamify.engine.happening import BACKFILL, REDO
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

    `level_name` is "" unless a level was reached. `is_quiet` says that something among it was shared, answered or felt
    on a heavy day, or only came back: say it, do not celebrate. What a badge counted late is told by the inbox alone.
    """

    sequence: int
    growth: int
    spark: int
    gains: tuple[Gain, ...]
    tasks: tuple[str, ...]
    badges: tuple[NewBadge, ...]
    level: int
    level_name: str
    is_quiet: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.gains or self.tasks or self.badges or self.level_name)


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


def _fold(player: Player, outcomes: list[dict[str, Any]], is_quiet: bool) -> Gains:
    totals: dict[tuple[str, str], int] = {}
    changes: dict[str, str] = {}
    levels = [int(str(outcome["level"][0])) for outcome in outcomes]
    for outcome in outcomes:
        for source, currency, amount in outcome["entries"]:
            key = str(source), str(currency)
            totals[key] = totals.get(key, 0) + int(str(amount))
        for subject, _period, _before, _after, _goal, version, change in outcome["steps"]:
            if change:
                changes[f"{subject}@{version}"] = str(change)
    names = economies.current().by_source if totals or changes else {}
    done = [source for source, change in changes.items() if change != "reopened"]
    is_up = bool(levels) and player.level > levels[0]
    level = Level.objects.filter(number=player.level).first() if is_up else None
    gains = []
    for source in dict.fromkeys(source for source, _ in totals):
        growth, spark = totals.get((source, "growth"), 0), totals.get((source, "spark"), 0)
        if growth or spark:
            gains.append(Gain(texts.pick(names[source].names) if source in names else source, growth, spark))
    return Gains(
        sequence=player.sequence,
        growth=sum(gain.growth for gain in gains),
        spark=sum(gain.spark for gain in gains),
        gains=tuple(gains),
        tasks=tuple(texts.pick(names[source].names) for source in done if source.startswith("task/")),
        badges=_badges([names[source].pk for source in done if source.startswith("badge/")]),
        level=player.level,
        level_name=level.name if level else "",
        is_quiet=is_quiet,
    )


def _badges(pks: list[int]) -> tuple[NewBadge, ...]:
    if not pks:
        return ()
    rows = Badge.objects.filter(pk__in=pks).order_by("position", "key")
    return tuple(NewBadge(row.key, row.name, row.description, row.icon, row.mood) for row in rows)
