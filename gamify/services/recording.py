"""Writing down many things at once, as `record` does each of them: a fixed number of statements for any number.

Inside the caller's transaction. What was recorded is processed after the commit, in batches.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import User
from gamify.engine.happening import UNDO
from gamify.models import Activity, Waiting
from gamify.services import record
from gamify.services.record import Ref
from lib import sql


@dataclass(frozen=True, slots=True)
class Fact:
    """One activity: the arguments of `record.activity`."""

    actor: User
    verb: str
    object: Ref
    key: str
    data: dict[str, Any]
    target: Ref | None = None


def activities(facts: Sequence[Fact], *, source: str, now: datetime) -> None:
    """Record facts of one source, each once for its key. Queries: 3, none without any."""
    _insert(
        [
            Activity(
                source=source,
                key=fact.key,
                actor=fact.actor,
                verb=fact.verb,
                object_type=fact.object.type,
                object_id=fact.object.id,
                target_type=fact.target.type if fact.target else "",
                target_id=fact.target.id if fact.target else "",
                data=fact.data,
                occurred_at=now,
                local_date=fact.actor.calendar.day(now),
                recorded_at=now,
            )
            for fact in facts
        ]
    )


def undo_all(keys: Collection[str], *, source: str, reason: str, now: datetime) -> None:
    """Record that the activities with these keys no longer hold, where they do; nobody in person decided it.

    Queries: 1 when none was ever recorded, else 5, and 1 more for each time that they were undone and redone.
    """
    found = Activity.objects.select_related("actor").filter(source=source, key__in=keys).order_by("key")
    latest = {cause.pk: cause for cause in found}
    mirrored = dict(latest)
    while mirrored:
        following = Activity.objects.filter(undoes__in=[row.pk for row in mirrored.values()])
        by_undone = {row.undoes_id: row for row in following}
        mirrored = {pk: by_undone[row.pk] for pk, row in mirrored.items() if row.pk in by_undone}
        latest |= mirrored
    causes = {cause.pk: cause for cause in found}
    _insert(
        [
            Activity(
                source=source,
                key=f"{UNDO}:{last.pk}",
                actor=causes[pk].actor,
                verb=UNDO,
                object_type=causes[pk].object_type,
                object_id=causes[pk].object_id,
                target_type=causes[pk].target_type,
                target_id=causes[pk].target_id,
                data={"reason": reason, "by": ""},
                undoes=last,
                occurred_at=now,
                local_date=causes[pk].actor.calendar.day(now),
                recorded_at=now,
            )
            for pk, last in latest.items()
            if last.verb != UNDO
        ]
    )


def _insert(fresh: Sequence[Activity]) -> None:
    """Store those whose keys are free and have them processed after commit."""
    if not fresh:
        return
    table, columns = Activity._meta.db_table, (("id", "bigint"), *record.COLUMNS)
    ids = sql.reserve_ids(table, len(fresh))
    rows = [(pk, *(_value(row, name) for name, _type in record.COLUMNS)) for pk, row in zip(ids, fresh, strict=True)]
    sql.insert(table, columns, rows, "ON CONFLICT DO NOTHING")
    stored = f"SELECT id FROM {table} WHERE {sql.any_of('id', 'bigint')}"
    sql.run(f"INSERT INTO {Waiting._meta.db_table} (activity_id) {stored}", [sql.many(ids)])
    transaction.on_commit(partial(record.process_soon, tuple(ids)), robust=True)


def _value(row: Activity, name: str) -> Any:
    return json.dumps(row.data) if name == "data" else getattr(row, name)
