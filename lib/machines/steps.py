"""Taking one step of a state machine: the only way to change a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser as User
from django.db.models import F

from lib import bulk, errors, sql
from lib.machines.rows import Machine, Step


class Overtaken(errors.Conflict):
    """Somebody else moved the row first; what was about to happen did not."""

    code = "overtaken"


class NoSuchPath(AssertionError):
    """The machine has no such step: a fault of the program."""


def born(row: Machine, *, actor: User | None, cause: str, now: datetime, **data: Any) -> None:
    """Write step 1 of a row that was just created. Inside its transaction. Queries: 2."""
    _write(row, seq=1, before="", actor=actor, cause=cause, now=now, data=data)
    type(row)._default_manager.filter(pk=row.pk).update(seq=1)
    row.seq = 1


def born_many(
    rows: Sequence[Machine], *, actors: Sequence[User], cause: str, now: datetime, data: Sequence[Any]
) -> None:
    """Write step 1 of rows that were just created with `seq` 1. Inside their transaction. Queries: 1."""
    bulk.insert(
        [
            _event(row, seq=1, before="", actor=actor, cause=cause, now=now, data=known)
            for row, actor, known in zip(rows, actors, data, strict=True)
        ]
    )


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
    events = []
    for row in rows:
        before, row.state, row.seq = row.state, to, row.seq + 1
        said = dict(data or {})
        events.append(_event(row, seq=row.seq, before=before, actor=None, cause=cause, now=now, data=said))
    bulk.insert(events)


_SEEN = (("pk", "bigint"), ("state", "text"), ("seq", "int"))
_AS_SEEN = "WHERE t.id = k.pk AND t.state = k.state AND t.seq = k.seq"


def _write(
    row: Machine, *, seq: int, before: str, actor: User | None, cause: str, now: datetime, data: dict[str, Any]
) -> None:
    _event(row, seq=seq, before=before, actor=actor, cause=cause, now=now, data=data).save(force_insert=True)


def _event(
    row: Machine, *, seq: int, before: str, actor: User | None, cause: str, now: datetime, data: dict[str, Any]
) -> Step:
    return row.LOG(
        kind=row.KIND,
        row_id=row.pk,
        seq=seq,
        before=before,
        after=row.state,
        actor_id=actor.pk if actor else None,
        cause=cause,
        data=data,
        at=now,
    )
