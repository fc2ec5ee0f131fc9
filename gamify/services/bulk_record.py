"""Writing down many things at once, as `record` does each of them: a fixed number of statements for any number.

Inside the caller's transaction. What was recorded is processed after the commit, in batches.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from accounts.models import User
from gamify.engine.happening import REDO, UNDO
from gamify.models import Activity, Waiting
from gamify.services import record
from gamify.services.record import Fact
from lib import sql
from lib.after_commit import after_commit


def activities(facts: Sequence[Fact], *, source: str, now: datetime) -> None:
    """Record facts of one source, each once for its key. Queries: 3, none without any."""
    _insert([record.draft(fact, source=source, now=now) for fact in facts])


def undo_all(keys: Collection[str], *, source: str, reason: str, by: User | None = None, now: datetime) -> None:
    """Record that the activities with these keys no longer hold, where they do; `by` nobody in person without it.

    Queries: 1 when none was ever recorded, else 5, and 1 more for each time that they were undone and redone; none
    without any.
    """
    _mirror_all(UNDO, keys, source, {"reason": reason, "by": by.public_id if by else ""}, now)


def redo_all(keys: Collection[str], *, source: str, reason: str, by: User | None = None, now: datetime) -> None:
    """Record that those of them that were undone hold again. The twin of `undo_all`."""
    _mirror_all(REDO, keys, source, {"reason": reason, "by": by.public_id if by else ""}, now)


def _mirror_all(verb: str, keys: Collection[str], source: str, said: dict[str, Any], now: datetime) -> None:
    if not keys:
        return
    found = Activity.objects.select_related("actor").filter(source=source, key__in=keys).order_by("key")
    causes = {cause.pk: cause for cause in found}
    latest = _latest(causes)
    turned = {pk: last for pk, last in latest.items() if (last.verb == UNDO) != (verb == UNDO)}
    _insert([record.mirror_of(causes[pk], last, verb, said, now) for pk, last in turned.items()])


def _latest(causes: Mapping[int, Activity]) -> dict[int, Activity]:
    """Return of each the newest of it, its undo, the undo's redo, and so on."""
    latest = mirrored = dict(causes)
    while mirrored:
        following = Activity.objects.filter(undoes__in=[row.pk for row in mirrored.values()])
        by_undone = {row.undoes_id: row for row in following}
        mirrored = {pk: by_undone[row.pk] for pk, row in mirrored.items() if row.pk in by_undone}
        latest = latest | mirrored
    return latest


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
    after_commit(partial(record.process_soon, tuple(ids)))


def _value(row: Activity, name: str) -> Any:
    return json.dumps(row.data) if name == "data" else getattr(row, name)
