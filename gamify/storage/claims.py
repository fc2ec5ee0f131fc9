"""Taking waiting activities: their members are locked in one order, so that each member's follow one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from gamify.engine.happening import Happening
from gamify.models import Activity, Player, Waiting
from gamify.storage import boards
from lib import sql
from lib.calendars import Calendar

_ACTIVITY, _WAITING = Activity._meta.db_table, Waiting._meta.db_table
# Read by a statement after the one that locks: whoever hid while that one waited has hidden.
_MARKS = f"{boards.RANKED}, (u.is_active AND NOT u.game_hidden)"
COLUMNS = (
    "a.id, a.actor_id, a.verb, a.object_type, a.object_id, a.target_type, a.target_id, a.data, "
    "CAST(a.occurred_at AS text) AS occurred_at, a.local_date, a.undoes_id"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A locked player and what of the account the engine needs: does it stand on boards, is it told of its game?"""

    user_id: int
    public_id: str
    calendar: Calendar
    sequence: int
    is_ranked: bool
    is_told: bool

    @classmethod
    def of(cls, user: User) -> Member:
        """Return the member as this process has loaded them, before the lock: good for what never changes."""
        is_told = user.is_active and not user.game_hidden
        return cls(user.pk, user.public_id, user.calendar, 0, is_told and not user.boards_hidden, is_told)


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
    locking, waiting = lock(every), _waiting(sorted(wanted))
    players, rows = sql.together(locking, waiting)
    if len(players) < len(every):
        create_players(every)
        players, rows = sql.together(locking, waiting)
    locked = as_members(players, {row[1]: row[-2:] for row in rows})
    return Claim(tuple(as_happening(row[:-2], locked) for row in rows), locked)


def _waiting_actors(ids: Sequence[int]) -> dict[int, int]:
    statement = (
        f"SELECT a.id, a.actor_id, c.activity_id FROM {_WAITING} w JOIN {_ACTIVITY} a ON a.id = w.activity_id "
        f"LEFT JOIN {_WAITING} c ON c.activity_id = a.undoes_id WHERE {sql.any_of('w.activity_id', 'bigint')}"
    )
    found = {}
    for pk, actor, cause in sql.fetch(statement, [sql.many(ids)]):
        found[pk] = actor
        if cause:
            found[cause] = actor
    return found


def members(user_ids: Sequence[int]) -> dict[int, Member]:
    """Return the players among `user_ids`, as nobody ranked or told. Queries: 1."""
    return as_members(sql.fetch(*_players(user_ids)), {})


def lock(user_ids: Sequence[int]) -> sql.Question:
    """Return the statement that locks the players among `user_ids` in the order of their ids; see `as_members`."""
    statement, parameters = _players(user_ids)
    return (f"{statement} FOR UPDATE OF p" if sql.is_postgres() else statement), parameters


def as_members(rows: Iterable[tuple[Any, ...]], marks: Mapping[int, tuple[Any, ...]]) -> dict[int, Member]:
    """Return the rows of `lock` by user id, with what `still_waits` found of each."""
    found = {}
    for user, public, sequence, zone, before, since in rows:
        ranked, told = marks.get(user, (False, False))
        calendar = Calendar(zone, before, sql.moment(since))
        found[user] = Member(user, public, calendar, sequence, bool(ranked), bool(told))
    return found


def still_waits(activity: Activity) -> sql.Question:
    """Return the statement that finds the marks of the member as long as nobody has processed the activity.

    The member is locked before.
    """
    statement = f"SELECT {_MARKS} FROM {_WAITING} w JOIN accounts_user u ON u.id = %s WHERE w.activity_id = %s"
    return statement, [activity.actor_id, activity.pk]


def _players(user_ids: Sequence[int]) -> sql.Question:
    statement = (
        f"SELECT p.user_id, u.public_id, p.sequence, u.time_zone, u.time_zone_before, u.time_zone_since "
        f"FROM {Player._meta.db_table} p JOIN accounts_user u ON u.id = p.user_id "
        f"WHERE {sql.any_of('p.user_id', 'bigint')} ORDER BY p.user_id"
    )
    return statement, [sql.many(user_ids)]


def create_players(user_ids: Sequence[int]) -> None:
    """Let those among `user_ids` play who do not yet. Queries: 1."""
    columns = (("user_id", "bigint"), ("level", "int"), ("sequence", "bigint"), ("seen_sequence", "bigint"))
    rows = [(user_id, 1, 0, 0) for user_id in user_ids]
    sql.insert(Player._meta.db_table, columns, rows, "ON CONFLICT DO NOTHING")


def _waiting(ids: Sequence[int]) -> sql.Question:
    """Return the statement that reads what is still waiting, once the members are locked."""
    statement = (
        f"SELECT {COLUMNS}, {_MARKS} FROM {_WAITING} w JOIN {_ACTIVITY} a ON a.id = w.activity_id "
        f"JOIN accounts_user u ON u.id = a.actor_id WHERE {sql.any_of('w.activity_id', 'bigint')} ORDER BY a.id"
    )
    return statement, [sql.many(ids)]


def as_happening(row: tuple[Any, ...], members: Mapping[int, Member]) -> Happening:
    """Return a row of `COLUMNS` as the engine sees it."""
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
