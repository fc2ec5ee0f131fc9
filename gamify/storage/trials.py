"""What members did lately, and how their counters stood before: read for a trial, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from gamify.engine import outcomes, rewinding
from gamify.engine.decision import Decision
from gamify.engine.facts import Counter, Facts, Key
from gamify.engine.happening import BACKFILL, Happening
from gamify.models import Activity, Outcome, Player, Progress
from gamify.storage import claims
from lib import sql

SEEN = 200_000  # of the newest activities: there is no index on time, and a page must answer
EACH = 500  # at most of one member
PAST = 10_000  # activities of whole logs together
WHOLE = 2000  # of one member's log; whoever did more is not looked at
ASKED = 1000  # members, how long their logs are


@dataclass(frozen=True, slots=True)
class Sample:
    """Members who were active since `since`, and how much was done by how many in all; `first_id` bounds the log."""

    users: tuple[int, ...]
    since: datetime
    first_id: int = 0
    done: int = 0
    people: int = 0


Doings = Sequence[tuple[Happening, Decision]]  # of one member, in order, each with what was decided about it in truth


def sample(*, since: datetime, most: int) -> Sample:
    """Return members whose doings since then are at most `most`: all, or an even part of them. Queries: 1."""
    rows = sql.fetch(_SAMPLE, [SEEN, _stored(since), EACH, EACH, most])
    if not rows:
        return Sample((), since)
    _user, first_id, done, people, seen, oldest = rows[0]
    begun = sql.moment(oldest)
    assert begun is not None
    return Sample(tuple(row[0] for row in rows), begun if seen == SEEN else since, first_id, done, people)


def doings(chosen: Sample) -> dict[int, Doings]:
    """Return what the members did, by user id in the order of the sample. Queries: 2."""
    members = claims.members(chosen.users)
    rows = sql.fetch(*_doings(chosen))
    found: dict[int, Doings] = {}
    for user, own in groupby(rows, key=lambda row: row[1]):
        found[user] = [(claims.as_happening(row[:-3], members), _decision(row)) for row in own]
    return {user: found[user] for user in chosen.users if user in found}


def starts(done: Mapping[int, Doings], wanted: Iterable[tuple[int, str, str]]) -> dict[int, dict[Key, Counter]]:
    """Return the `wanted` counters as they stood before the doings, by user id. Queries: 1."""
    keys = dict.fromkeys(wanted)
    keys |= dict.fromkeys((user, *key) for user, own in done.items() for _, given in own for key in _moved(given))
    facts = {user: Facts() for user in done}
    found = sql.fetch(*sql.lookup(Progress._meta.db_table, _COUNTER, list(keys), _STATE))
    for user, subject, period, value, last_at, completed_at in found:
        counter = Counter(value, sql.moment(last_at), sql.moment(completed_at))
        facts[user].counters[subject, period] = counter
    for user, own in done.items():
        for happening, given in reversed(own):
            if happening.verb != BACKFILL:
                rewinding.rewind(facts[user], happening, given)
    return {user: own.counters for user, own in facts.items()}


def whole(users: Sequence[int]) -> tuple[int, ...]:
    """Return those of `users`, from the first on, whose whole logs have at most `PAST` activities. Queries: 1."""
    table, many = Activity._meta.db_table, sql.any_of("p.user_id", "bigint")
    counted = (
        f"SELECT p.user_id, (SELECT count(*) FROM (SELECT 1 FROM {table} a WHERE a.actor_id = p.user_id "
        f"LIMIT {WHOLE + 1}) own) FROM {Player._meta.db_table} p WHERE {many}"
    )
    sizes = dict(sql.fetch(counted, [sql.many(users[:ASKED])]))
    found: list[int] = []
    room = PAST
    for user in users:
        size = sizes.get(user, WHOLE + 1)
        if size <= min(room, WHOLE):
            found.append(user)
            room -= size
    return tuple(found)


_COUNTER = (("user_id", "bigint"), ("subject", "text"), ("period", "text"))
_STATE = "t.value, CAST(t.last_at AS text), CAST(t.completed_at AS text)"


def _decision(row: tuple[Any, ...]) -> Decision:
    """Return what was decided about an activity, as far as it moved counters."""
    sequence, document = row[-3], sql.document(row[-2])
    return Decision(
        row[0],
        sequence,
        contributions=outcomes.contributions(document),
        steps=outcomes.steps(document),
    )


def _moved(decision: Decision) -> Iterable[Key]:
    yield from (key for key, _units in decision.counted())
    yield from ((step.subject, step.period) for step in decision.steps)


# Members are taken in an order that has nothing to do with when they came or how much they do.
_SAMPLE = f"""
WITH newest AS (SELECT id, actor_id, occurred_at FROM {Activity._meta.db_table} ORDER BY id DESC LIMIT %s),
lately AS (
  SELECT n.id, n.actor_id, n.occurred_at FROM newest n JOIN {Player._meta.db_table} p ON p.user_id = n.actor_id
  JOIN accounts_user u ON u.id = n.actor_id AND u.is_active WHERE n.occurred_at >= %s),
people AS (
  SELECT actor_id, count(*) AS done, CASE WHEN count(*) > %s THEN %s ELSE count(*) END AS part,
  (actor_id %% 65537) * 40503 %% 65537 AS place FROM lately GROUP BY actor_id),
placed AS (SELECT actor_id, place, sum(part) OVER (ORDER BY place, actor_id) AS so_far FROM people)
SELECT actor_id, (SELECT min(id) FROM lately), (SELECT count(*) FROM lately), (SELECT count(*) FROM people),
(SELECT count(*) FROM newest), (SELECT CAST(min(occurred_at) AS text) FROM newest)
FROM placed WHERE so_far <= %s ORDER BY place, actor_id
"""


def _doings(chosen: Sample) -> sql.Question:
    """Return the statement for what the members did, the newest `EACH` of each that were processed."""
    statement = (
        f"SELECT * FROM (SELECT {claims.COLUMNS}, o.sequence, o.document, "
        f"row_number() OVER (PARTITION BY a.actor_id ORDER BY o.sequence DESC) AS place "
        f"FROM {Activity._meta.db_table} a JOIN {Outcome._meta.db_table} o ON o.activity_id = a.id "
        f"WHERE {sql.any_of('a.actor_id', 'bigint')} AND a.id >= %s AND a.occurred_at >= %s) done "
        f"WHERE place <= %s ORDER BY actor_id, sequence"
    )
    return statement, [sql.many(chosen.users), chosen.first_id, _stored(chosen.since), EACH]


def _stored(moment: datetime) -> Any:
    return moment if sql.is_postgres() else sql.plain(moment)
