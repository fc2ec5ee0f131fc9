"""Writing down many things at once, as `record` does each of them: a fixed number of statements for any number.

Inside the caller's transaction. What was recorded is processed after the commit, in batches.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from gamify.engine.happening import UNDO
from gamify.models import Activity, Waiting
from gamify.services import record
from gamify.services.record import Fact
from lib import sql


def activities(facts: Sequence[Fact], *, source: str, now: datetime) -> None:
    """Record facts of one source, each once for its key. Queries: 3, none without any."""
    _insert([record.draft(fact, source=source, now=now) for fact in facts])


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
    said = {"reason": reason, "by": ""}
    _insert([record.mirror_of(causes[pk], last, UNDO, said, now) for pk, last in latest.items() if last.verb != UNDO])


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
