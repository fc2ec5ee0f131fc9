"""Editions of the economy, compiled once a process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from gamify import metrics
from gamify.engine import conditions, economy
from gamify.engine.economy import Definition, Economy
from gamify.engine.sources import BADGE, source_of
from gamify.models import Backfill, Badge, Edition, Level, Quest, Rule, Task
from gamify.models.definition import Definition as Row, Published
from gamify.storage import quests
from lib import sql

NONE = Economy(number=0, token="", rules={}, goals={}, by_source={}, thresholds=(0,))
LATEST: sql.Question = f"SELECT number, token FROM {Edition._meta.db_table} ORDER BY number DESC LIMIT 1", ()
_seen = NONE


def current() -> Economy:
    """Return the edition in force. Queries: 1; 7 when this process has not seen it."""
    return in_force(sql.fetch(*LATEST))


def in_force(rows: Sequence[tuple[int, str]]) -> Economy:
    """Return the edition that the statement `LATEST` found. Queries: 0; 6 when this process has not seen it."""
    global _seen  # noqa: PLW0603 (a guess that is always checked)
    _seen = _load(*rows[0]) if rows else NONE
    return _seen


def guess() -> Economy:
    """Return the edition that was in force when this process last looked. Queries: 0."""
    return _seen


def at(number: int, token: str = "") -> Economy:
    """Return edition `number`, 0 being the time before any. Queries: as `current`, or none for a known `token`."""
    if token:
        return _load(number, token)
    found = Edition.objects.filter(pk=number).values_list("number", "token").first()
    return NONE if found is None else _load(*found)


@lru_cache(maxsize=50)
def _load(number: int, token: str) -> Economy:
    return _compiled(number, token, Edition.objects.values_list("published_at", flat=True).get(pk=number))


def draft() -> Economy:
    """Return what this transaction has brought into force, as no edition yet; nobody keeps it. Queries: 6."""
    return _compiled(0, "", None)


def _compiled(number: int, token: str, moment: datetime | None) -> Economy:
    in_force: list[Definition] = []
    others: list[Definition] = []
    for kind, model in (("rule", Rule), ("task", Task), ("badge", Badge)):
        for row in model.objects.order_by("position", "key", "version"):
            (in_force if _was_in_force(row, moment) else others).append(compile_definition(kind, row))
    for quest in Quest.objects.order_by("position", "key", "version"):
        (in_force if _was_in_force(quest, moment) else others).extend(quests.compile_quest(quest))
    thresholds = Level.objects.values_list("threshold", flat=True)
    late = Backfill.objects.order_by("pk").values_list("badge__key", "badge__version")
    return economy.build(
        number=number,
        token=token,
        in_force=in_force,
        retired=others,
        thresholds=thresholds,
        backfilled=(source_of(BADGE + key, version) for key, version in late),
    )


def _was_in_force(row: Published, moment: datetime | None) -> bool:
    """Say whether it was in force at `moment`, None for now."""
    if moment is None:
        return row.retired_at is None
    return row.published_at <= moment and (row.retired_at is None or row.retired_at > moment)


def compile_definition(kind: str, row: Row) -> Definition:
    """Return `row` ready to be decided with; raises ValueError for what cannot be compiled."""
    shared = {
        "pk": row.pk,
        "kind": kind,
        "key": row.key,
        "version": row.version,
        "verb": row.verb,
        "names": row.names,
        "effects": tuple(row.effects),
        "comparisons": conditions.compile_when(row.when),
        "program": conditions.compile_condition(row.condition) if row.condition else None,
    }
    if isinstance(row, Rule):
        return economy.Rule(
            **shared, cap_times=row.cap_times, cap_cycle=row.cap_cycle, cooldown_seconds=row.cooldown_seconds
        )
    if isinstance(row, Task):
        return economy.Goal(**shared, metric=metrics.get(row.metric), goal=row.goal, cycle=row.cycle)
    assert isinstance(row, Badge)
    return economy.Goal(**shared, metric=metrics.get(row.metric), goal=row.goal)
