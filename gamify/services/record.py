"""Writing down what happened. The row is both the memory and the outbox of the engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import User
from gamify.engine.happening import BACKFILL, REDO, RESERVED, UNDO
from gamify.engine.sources import BADGE, source_of
from gamify.models import Activity, Badge, Waiting
from gamify.services import process
from lib import clock, errors, sql
from lib.after_commit import after_commit

COLUMNS = (
    ("source", "text"),
    ("key", "text"),
    ("actor_id", "bigint"),
    ("verb", "text"),
    ("object_type", "text"),
    ("object_id", "text"),
    ("target_type", "text"),
    ("target_id", "text"),
    ("data", "jsonb"),
    ("undoes_id", "bigint"),
    ("occurred_at", "timestamptz"),
    ("local_date", "date"),
    ("recorded_at", "timestamptz"),
)
_later: ContextVar[list[int] | None] = ContextVar("activities processed later", default=None)


@dataclass(frozen=True)
class Ref:
    """What an activity is about or happens in: `Ref("post", "12")`."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened, but for its source: the arguments of `activity`."""

    actor: User
    verb: str
    object: Ref
    key: str
    data: dict[str, Any]
    target: Ref | None = None


@transaction.atomic
def activity(
    *,
    actor: User,
    verb: str,
    object: Ref,
    target: Ref | None = None,
    key: str,
    source: str = "community",
    data: dict[str, Any] | None = None,
    now: datetime,
) -> Activity:
    """Record once that `actor` did `verb` to `object`, and process it after commit; a replay returns the first.

    Args:
        key: names the fact within `source` for ever; at most 120 characters.
        data: what conditions may look at; JSON, with public ids for people.

    Queries: 1, 2 on SQLite; as many for a replay.
    Raises:
        Invalid: for `undo`, `redo` and `backfill`, which have functions of their own.
    """
    if verb in RESERVED:
        raise errors.Invalid(code="gamify.verb_reserved")
    fresh = draft(Fact(actor, verb, object, key, data or {}, target), source=source, now=now)
    return _insert(fresh) or Activity.objects.get(source=source, key=key)


@transaction.atomic
def undo(*, source: str = "community", key: str, reason: str, by: User | None, now: datetime) -> Activity | None:
    """Record that the activity with `key` no longer holds; what it earned goes back exactly.

    `by` is the person who decided it (None: the system), which need not be the actor. Returns the undo, the earlier one
    when it is undone already, and None when nothing was ever recorded under `key`.
    """
    return _mirror(UNDO, source, key, reason, by, now)


@transaction.atomic
def redo(*, source: str = "community", key: str, reason: str, by: User | None, now: datetime) -> Activity | None:
    """Record that the activity with `key` holds again; what its undo took comes back. The twin of `undo`."""
    return _mirror(REDO, source, key, reason, by, now)


@transaction.atomic
def backfill(*, actor: User, badge: Badge, now: datetime) -> Activity | None:
    """Record that `badge` counts what `actor` did before it was published; None when that was recorded before."""
    source = source_of(BADGE + badge.key, badge.version)
    fact = Fact(actor, BACKFILL, Ref("badge", badge.key), f"{source}:{actor.pk}", {"badge": source})
    return _insert(draft(fact, source=BACKFILL, now=now))


def draft(fact: Fact, *, source: str, now: datetime) -> Activity:
    """Return the row of what happens at `now`, not yet stored."""
    place = fact.target or Ref("", "")
    return Activity(
        source=source,
        key=fact.key,
        actor=fact.actor,
        verb=fact.verb,
        object_type=fact.object.type,
        object_id=fact.object.id,
        target_type=place.type,
        target_id=place.id,
        data=fact.data,
        occurred_at=now,
        local_date=fact.actor.calendar.day(now),
        recorded_at=now,
    )


def mirror_of(cause: Activity, latest: Activity, verb: str, data: dict[str, Any], now: datetime) -> Activity:
    """Return the row, not yet stored, that undoes or redoes `cause`; `latest` is its newest mirror, or itself."""
    about, place = Ref(cause.object_type, cause.object_id), Ref(cause.target_type, cause.target_id)
    fact = Fact(cause.actor, verb, about, f"{verb}:{latest.pk}", data, place)
    fresh = draft(fact, source=cause.source, now=now)
    fresh.undoes = latest
    return fresh


@contextmanager
def batched() -> Iterator[Sequence[int]]:
    """Process what is recorded in this block at its end, in batches, instead of one by one after each commit.

    Gives the ids of what was recorded so far, in that order. For seeding and imports: use it outside any transaction.
    """
    ids: list[int] = []
    token = _later.set(ids)
    try:
        yield ids
    finally:
        _later.reset(token)
        process_soon(ids)


def process_soon(ids: Sequence[int]) -> None:
    """Process activities that were just committed, now or at the end of a `batched` block."""
    later = _later.get()
    if later is not None:
        later.extend(ids)
        return
    for start in range(0, len(ids), process.BATCH):
        process.batch(ids=ids[start : start + process.BATCH], now=clock.now())


def _mirror(verb: str, source: str, key: str, reason: str, by: User | None, now: datetime) -> Activity | None:
    cause = Activity.objects.select_related("actor").filter(source=source, key=key).first()
    if cause is None:
        return None
    latest = _latest_mirror(cause)
    is_undone = latest.verb == UNDO
    if is_undone == (verb == UNDO):
        return latest
    fresh = mirror_of(cause, latest, verb, {"reason": reason, "by": by.public_id if by else ""}, now)
    return _insert(fresh) or Activity.objects.get(undoes=latest)


def _latest_mirror(cause: Activity) -> Activity:
    """Return the newest of cause, its undo, the undo's redo, and so on."""
    latest = cause
    while following := Activity.objects.filter(undoes=latest).first():
        latest = following
    return latest


def _insert(fresh: Activity) -> Activity | None:
    """Store `fresh` and have it processed after commit; None when its key, or what it undoes, is taken."""
    names = ", ".join(name for name, _ in COLUMNS)
    marks = ", ".join(f"%s::{kind}" if sql.is_postgres() else "%s" for _, kind in COLUMNS)
    values = [json.dumps(fresh.data) if name == "data" else getattr(fresh, name) for name, _ in COLUMNS]
    if not sql.is_postgres():
        values = [sql.plain(value) for value in values]
    statement = f"INSERT INTO {Activity._meta.db_table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING id"
    wait = f"INSERT INTO {Waiting._meta.db_table} (activity_id)"
    if sql.is_postgres():
        statement = f"WITH fresh AS ({statement}) {wait} SELECT id FROM fresh RETURNING activity_id"
    rows = sql.fetch(statement, values)
    if not rows:
        return None
    fresh.pk = rows[0][0]
    if not sql.is_postgres():
        sql.run(f"{wait} VALUES (%s)", rows[0])
    fresh._state.adding = False
    after_commit(partial(_process, fresh))
    return fresh


def _process(fresh: Activity) -> None:
    later = _later.get()
    if later is not None:
        later.append(fresh.pk)
    else:
        process.at_once(activity=fresh, now=clock.now())
