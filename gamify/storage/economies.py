"""Editions of the economy, compiled once a process."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from gamify import metrics
from gamify.engine import conditions, economy
from gamify.engine.economy import Definition, Economy
from gamify.models import Backfill, Badge, Edition, Level, Rule, Task
from gamify.models.definition import Definition as Row

NONE = Economy(number=0, token="", rules={}, goals={}, by_source={}, thresholds=(0,))


def current() -> Economy:
    """Return the edition in force. Queries: 1; 6 when this process has not seen it."""
    latest = Edition.objects.order_by("-number").values_list("number", "token").first()
    return NONE if latest is None else _load(*latest)


def at(number: int, token: str = "") -> Economy:
    """Return edition `number`, 0 being the time before any. Queries: as `current`, or none for a known `token`."""
    if token:
        return _load(number, token)
    found = Edition.objects.filter(pk=number).values_list("number", "token").first()
    return NONE if found is None else _load(*found)


@lru_cache(maxsize=50)
def _load(number: int, token: str) -> Economy:
    moment = Edition.objects.values_list("published_at", flat=True).get(pk=number)
    in_force: list[Definition] = []
    others: list[Definition] = []
    for kind, model in (("rule", Rule), ("task", Task), ("badge", Badge)):
        for row in model.objects.order_by("position", "key", "version"):
            (in_force if _was_in_force(row, moment) else others).append(compile_definition(kind, row))
    thresholds = Level.objects.values_list("threshold", flat=True)
    late = Backfill.objects.order_by("pk").values_list("badge__key", "badge__version")
    return economy.build(
        number=number,
        token=token,
        in_force=in_force,
        retired=others,
        thresholds=thresholds,
        backfilled=(f"badge/{key}@{version}" for key, version in late),
    )


def _was_in_force(row: Row, moment: datetime) -> bool:
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
