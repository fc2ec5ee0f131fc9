"""Taking one step of a state machine: the only way to change a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser as User
from django.db.models import F

from lib import bulk, errors, sql
from lib.machines.rows import Machine


class Overtaken(errors.Conflict):
    """Somebody else moved the row first; what was about to happen did not."""

    code = "hearth.overtaken"


class NoSuchPath(AssertionError):
    """The machine has no such step: a fault of the program."""


def born(row: Machine, *, actor: User | None, cause: str, now: datetime, **data: Any) -> None:
    """Write step 1 of a row that was just created. Inside its transaction. Queries: 2."""
    _write(row, seq=1, before="", actor=actor, cause=cause, now=now, data=data)
    type(row)._default_manager.filter(pk=row.pk).update(seq=1)
    row.seq = 1


def born_many(births: Sequence[tuple[Machine, User, dict[str, Any]]], *, cause: str, now: datetime) -> None:
    """Write step 1 of rows of one log that were just created with `seq` 1: each with its actor and its data.

    Inside their transaction. Queries: 1.
    """
    first, *_rest = births[0]
    _write_many([(row.KIND, row.pk, 1, "", row.state, who.pk, cause, data, now) for row, who, data in births], first)


def take(
    row: Machine,
    to: str,
    *,
    actor: User | None = None,
    cause: str,
    now: datetime,
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move `row` from the state it was loaded in, with `changes` to its columns, and write the log. Queries: 2.

    Inside a transaction, in the order in which the app takes its locks.

    Raises:
        Overtaken: the row is no longer in the state it was loaded in.
        NoSuchPath: its machine has no such step.
    """
    before = row.state
    if to not in row.PATHS.get(before, frozenset()):
        raise NoSuchPath(f"{row.KIND} {row.pk}: {before} -> {to}")
    mine = type(row)._default_manager.filter(pk=row.pk, state=before, seq=row.seq)
    if not mine.update(state=to, seq=F("seq") + 1, **changes):
        raise Overtaken(state=before)
    row.state, row.seq = to, row.seq + 1
    for name, value in changes.items():
        setattr(row, name, value)
    _write(row, seq=row.seq, before=before, actor=actor, cause=cause, now=now, data=data or {})


def take_many(
    rows: Sequence[Machine], to: str, *, cause: str, now: datetime, data: Mapping[str, Any] | None = None
) -> None:
    """Move rows of one machine as `take` does each, all for the same reason. Queries: 2, none without any.

    Raises: as `take`; then none has moved.
    """
    if not rows:
        return
    for row in rows:
        if to not in row.PATHS.get(row.state, frozenset()):
            raise NoSuchPath(f"{row.KIND} {row.pk}: {row.state} -> {to}")
    source, seen = sql.keys(_SEEN, [(row.pk, str(row.state), row.seq) for row in rows])
    moved = f"UPDATE {rows[0]._meta.db_table} AS t SET state = %s, seq = t.seq + 1 FROM {source} {_AS_SEEN}"
    if sql.run(moved, [str(to), *seen]) != len(rows):
        raise Overtaken
    said = dict(data or {})
    events = []
    for row in rows:
        before, row.state, row.seq = row.state, to, row.seq + 1
        events.append((row.KIND, row.pk, row.seq, before, to, None, cause, said, now))
    _write_many(events, rows[0])


_SEEN = (("pk", "bigint"), ("state", "text"), ("seq", "int"))
_AS_SEEN = "WHERE t.id = k.pk AND t.state = k.state AND t.seq = k.seq"


def _write(
    row: Machine, *, seq: int, before: str, actor: User | None, cause: str, now: datetime, data: dict[str, Any]
) -> None:
    _write_many([(row.KIND, row.pk, seq, before, row.state, actor.pk if actor else None, cause, data, now)], row)


def _write_many(events: Sequence[tuple[Any, ...]], row: Machine) -> None:
    """Write steps of machines with the same log as `row`, without a model's object for each."""
    bulk.insert_values(row.LOG, _COLUMNS, events)


_COLUMNS = ("kind", "row_id", "seq", "before", "after", "actor_id", "cause", "data", "at")
