"""Raising topics' versions and telling those who listen."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import connection

from lib import sql
from lib.after_commit import after_commit
from live import wire
from live.models import Topic

LONGEST_NAME = 80


class _Hints:
    """Waits for the commit, then tells the wire; Django forgets it when its savepoint is rolled back."""

    def __init__(self, versions: dict[str, int]) -> None:
        self.versions = versions

    def __call__(self) -> None:
        wire.hint(self.versions)


def touch(*names: str) -> None:
    """Raise each topic's version within the caller's transaction, and after commit tell those who listen.

    Call it late in the transaction, once, with all names: a raised topic stays locked until the commit. A name
    touched again in the same block costs nothing.

    Locks: the topics' rows, in the order of their names.
    Queries: 1, or 0 when every name was touched before in this block.
    Emits: one live hint for each name, lost when nobody can be reached; heartbeats repair that.
    """
    new = sorted(set(names) - _touched_before())
    if not new:
        return
    after_commit(_Hints(_raise_versions(new)))


def doubt(*users: Any) -> None:
    """Make the sockets of these users, or of everybody, leave after commit what they may not hear any more.

    Emits: one live order; a process that misses it asks `may_listen` again at its next heartbeat.
    """
    people = [user.pk for user in users] or [wire.EVERYBODY]
    after_commit(partial(wire.doubt, people))


def _touched_before() -> set[str]:
    """Return the names raised earlier at the same savepoint of this transaction.

    Django drops what a rolled back savepoint has queued, so a name whose raise was undone is not in the list.
    """
    here = set(connection.savepoint_ids)
    waiting = (entry[1] for entry in connection.run_on_commit if entry[0] == here)
    return {name for hook in waiting if isinstance(hook, _Hints) for name in hook.versions}


def _raise_versions(names: list[str]) -> dict[str, int]:
    too_long = [name for name in names if len(name) > LONGEST_NAME]
    if too_long:
        raise ValueError(f"A topic's name has at most {LONGEST_NAME} characters: {too_long[0]!r}")
    table = connection.ops.quote_name(Topic._meta.db_table)
    statement = (
        f"INSERT INTO {table} (name, version) SELECT value, 1 FROM {sql.each('text')} WHERE true "  # noqa: S608 (only the table's name and constants)
        f"ON CONFLICT (name) DO UPDATE SET version = {table}.version + 1 RETURNING name, version"
    )
    return dict(sql.fetch(statement, [sql.many(names)]))
