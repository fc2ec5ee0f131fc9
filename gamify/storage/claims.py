"""Taking waiting activities: their members are locked in one order, so that each member's follow one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gamify.engine.happening import Happening
from gamify.models import Activity, Player
from lib import sql
from lib.calendars import Calendar

_COLUMNS = (
    "id, actor_id, verb, object_type, object_id, target_type, target_id, data, occurred_at, local_date, undoes_id"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A locked player and what of the account the engine needs."""

    user_id: int
    public_id: str
    calendar: Calendar
    sequence: int
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """Activities to be processed now, in order, and their actors by user id, whose players are locked."""

    happenings: tuple[Happening, ...]
    members: dict[int, Member]


def claim(ids: Sequence[int]) -> Claim:
    """Lock the members of the waiting activities among `ids` and return these activities in order.

    An activity that undoes a waiting one takes that one along. Inside a transaction. Queries: 3, and 1 for new members.
    """
    wanted = _waiting_actors(ids)
    if not wanted:
        return Claim((), {})
    every = sorted(set(wanted.values()))
    locked = members(every, is_locking=True)
    if len(locked) < len(every):
        _create_players([user_id for user_id in every if user_id not in locked])
        locked = members(every, is_locking=True)
    return Claim(_read(sorted(wanted), locked), locked)


def claim_one(activity: Activity) -> Claim:
    """Lock the member of a recorded activity and return it if it still waits. As `claim`, with a query less."""
    if activity.undoes_id is not None:
        return claim((activity.pk,))
    locked = members((activity.actor_id,), is_locking=True)
    if not locked:
        _create_players((activity.actor_id,))
        locked = members((activity.actor_id,), is_locking=True)
    return Claim(_read((activity.pk,), locked), locked)


def _waiting_actors(ids: Sequence[int]) -> dict[int, int]:
    table = Activity._meta.db_table
    statement = (
        f"SELECT a.id, a.actor_id, c.id FROM {table} a "
        f"LEFT JOIN {table} c ON c.id = a.undoes_id AND c.processed_at IS NULL "
        f"WHERE a.processed_at IS NULL AND {sql.any_of('a.id', 'bigint')}"
    )
    found = {}
    for pk, actor, cause in sql.fetch(statement, [sql.many(ids)]):
        found[pk] = actor
        if cause:
            found[cause] = actor
    return found


def members(user_ids: Sequence[int], *, is_locking: bool = False) -> dict[int, Member]:
    """Return the players among `user_ids`, locked in the order of their ids when `is_locking`. Queries: 1."""
    lock = "FOR UPDATE OF p" if is_locking and sql.is_postgres() else ""
    statement = (
        f"SELECT p.user_id, u.public_id, p.sequence, (u.boards_hidden OR u.game_hidden), "
        f"u.time_zone, u.time_zone_before, u.time_zone_since "
        f"FROM {Player._meta.db_table} p JOIN accounts_user u ON u.id = p.user_id "
        f"WHERE {sql.any_of('p.user_id', 'bigint')} ORDER BY p.user_id {lock}"
    )
    rows = sql.fetch(statement, [sql.many(user_ids)])
    return {
        user: Member(user, public, Calendar(zone, before, sql.moment(since)), sequence, bool(hidden))
        for user, public, sequence, hidden, zone, before, since in rows
    }


def _create_players(user_ids: Sequence[int]) -> None:
    columns = (("user_id", "bigint"), ("level", "int"), ("sequence", "bigint"), ("seen_sequence", "bigint"))
    rows = [(user_id, 1, 0, 0) for user_id in user_ids]
    sql.insert(Player._meta.db_table, columns, rows, "ON CONFLICT DO NOTHING")


def _read(ids: Sequence[int], members: dict[int, Member]) -> tuple[Happening, ...]:
    """Read what is still waiting now that the members are locked."""
    statement = (
        f"SELECT {_COLUMNS} FROM {Activity._meta.db_table} "
        f"WHERE processed_at IS NULL AND {sql.any_of('id', 'bigint')} ORDER BY id"
    )
    return tuple(_happening(row, members) for row in sql.fetch(statement, [sql.many(ids)]) if row[1] in members)


def _happening(row: tuple[Any, ...], members: dict[int, Member]) -> Happening:
    pk, actor, verb, object_type, object_id, target_type, target_id, data, occurred_at, local_date, undoes = row
    occurred = sql.moment(occurred_at)
    assert occurred is not None
    return Happening(
        pk,
        actor,
        members[actor].public_id,
        members[actor].calendar,
        verb,
        object_type,
        object_id,
        target_type,
        target_id,
        sql.document(data),
        occurred,
        sql.day(local_date),
        undoes,
    )


def happening(row: Activity, member: Member) -> Happening:
    """Return a loaded activity as the engine sees it."""
    return Happening(
        row.pk,
        row.actor_id,
        member.public_id,
        member.calendar,
        row.verb,
        row.object_type,
        row.object_id,
        row.target_type,
        row.target_id,
        row.data,
        row.occurred_at,
        row.local_date,
        row.undoes_id,
    )
