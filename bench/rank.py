"""Exact rank and the eleven around a member at 1,000,000 standings, over redis-py in two trips; PostgreSQL and SQLite.

Hearth is `ranks.around`: the statement of the pages' `boards.around` without the names, of which Redis has none either;
the exact position with the tie rule, and eleven members with their scores. Redis is ZREVRANK and ZREVRANGE through
redis-py, which orders ties by name. Positions are checked against count(*). What is compared takes turns, the client
on one processor and the servers on another.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench import common

SERVICES = ("postgres", "valkey")
SMALL, BIG, QUICK = 10_000, 1_000_000, 200_000
MEAN_SCORE = 20_000
SAMPLE = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="200,000 members instead of a million")
    parser.add_argument("--world", choices=("postgres", "sqlite"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    size = QUICK if options.quick else BIG
    if options.world:
        print(json.dumps(_measure_world(size)))
        return
    _fill_redis(size)
    postgres, sqlite = _run("postgres", options.quick), _run("sqlite", options.quick)
    for name, found in (("postgresql", postgres), ("sqlite", sqlite)):
        common.line(f"redis-py, two trips, {size:,} members, beside it", found["redis_ms"], "ms")
        common.line(f"hearth on {name}, {size:,} members", found["big_ms"], "ms")
        common.line(f"hearth on {name}, {SMALL:,} members", found["small_ms"], "ms")
        common.line(f"count(*) on {name}, {size:,} members", found["count_ms"], "ms")
    common.finish(
        [
            common.Goal("postgresql / redis", postgres["over_redis"], 2, is_floor=False),
            common.Goal("sqlite / redis", sqlite["over_redis"], 0.6, is_floor=False),
            common.Goal("postgresql, big / small", postgres["over_small"], 1.4, is_floor=False),
            common.Goal("count(*) / rank on postgresql", postgres["below_count"], 150 * size / BIG),
        ]
    )


def _run(world: str, is_quick: bool) -> dict[str, float]:
    """Measure one database in a process of its own: Django's settings are read once."""
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ)
        env["RANK_REDIS_URL"] = env["REDIS_URL"]
        if world == "sqlite":
            env["DATABASE_URL"] = f"sqlite:///{folder}/rank.sqlite3"
            env.pop("REDIS_URL")
        command = [sys.executable, "-m", "bench.rank", "--world", world, *(["--quick"] if is_quick else [])]
        done = subprocess.run(command, env=env, cwd=common.ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def _fill_redis(size: int) -> None:
    import redis

    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    scores = _scores(size)
    for start in range(0, size, 10_000):
        chunk = range(start, min(size, start + 10_000))
        client.zadd("board", {f"u:{number:012}": scores[number] for number in chunk})


def _redis() -> tuple[Callable[[int], object], int]:
    """Return the peer's way, and the process of its server."""
    import redis

    client = redis.Redis.from_url(os.environ["RANK_REDIS_URL"], decode_responses=True)

    def around(number: int) -> object:
        place = client.zrevrank("board", f"u:{number:012}")
        return client.zrevrange("board", max(0, place - 5), place + 5, withscores=True)

    server: Any = client.info("server")
    return around, server["process_id"]


def _measure_world(size: int) -> dict[str, float]:
    common.prepare_django()
    common.migrate()
    small = _fill(SMALL, 1, 0)
    big = _fill(size, 2, SMALL)
    _check(big, size)
    hearth, tiny, (peer, server) = _around(big, SMALL), _around(small, 0), _redis()
    common.keep_apart(server, *_backends())
    many, few = _picked(size, 300), _picked(SMALL, 300)
    redis_ms, big_ms, over_redis = common.in_turns(peer, hearth, many)
    small_ms, _, over_small = common.in_turns(tiny, hearth, few)
    rank_ms, count_ms, below_count = common.in_turns(_rank(big, size), _counting(big, size), _picked(size, 20))
    return {
        "redis_ms": redis_ms,
        "big_ms": big_ms,
        "small_ms": small_ms,
        "rank_ms": rank_ms,
        "count_ms": count_ms,
        "over_redis": over_redis,
        "over_small": over_small,
        "below_count": below_count,
    }


def _backends() -> list[int]:
    """Return the database's process that answers us; SQLite has none."""
    from lib import sql

    return [row[0] for row in sql.fetch("SELECT pg_backend_pid()")] if sql.is_postgres() else []


def _fill(size: int, week: int, first: int) -> int:
    """Create `size` members with standings in a period and its trie; return the period."""
    from django.db import connection, transaction

    from gamify.models import Currency, Period
    from gamify.storage import boards, trie
    from lib import sql

    Currency.objects.get_or_create(key="growth")
    key = ("site", "week", f"2026-W{week:02}")
    boards.open_periods([key])
    period = Period.objects.get(leaderboard__scope=key[0], leaderboard__cycle=key[1], key=key[2]).pk
    scores, at = _scores(size), common.START
    common.many_members(size, first)
    columns = (("period_id", "bigint"), ("user_id", "bigint"), ("score", "bigint"), ("reached_at", "timestamptz"))
    for start in range(0, size, 20_000):
        numbers = range(start, min(size, start + 20_000))
        rows = [(period, first + n + 1, scores[n], at + timedelta(seconds=n % 9973)) for n in numbers]
        with transaction.atomic():
            sql.insert("gamify_standing", columns, rows)
    trie.recount()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if sql.is_postgres() else "ANALYZE")
    return period


def _scores(size: int) -> list[int]:
    pick = random.Random(7)
    return [max(1, int(pick.expovariate(1 / MEAN_SCORE))) for _ in range(size)]


def _picked(size: int, count: int) -> list[int]:
    pick = random.Random(11)
    return [pick.randrange(size) for _ in range(count)]


def _around(period: int, first: int) -> Callable[[int], object]:
    from gamify.selectors import ranks

    return lambda number: ranks.around(period_id=period, user_id=first + number + 1)


def _rank(period: int, size: int) -> Callable[[int], object]:
    from gamify.selectors import ranks
    from lib import sql

    statement = f"SELECT 1 + {ranks.above('v.period_id', 'v.score')} FROM (SELECT {period} AS period_id, %s AS score) v"
    if sql.is_postgres():
        statement = statement.replace("%s", "%s::bigint")
    scores = _scores(size)
    return lambda number: sql.fetch(statement, [scores[number]])


def _counting(period: int, size: int) -> Callable[[int], object]:
    scores = _scores(size)
    return lambda number: _count(period, scores[number])


def _count(period: int, score: int) -> int:
    from lib import sql

    statement = "SELECT 1 + count(*) FROM gamify_standing WHERE period_id = %s AND score > %s"
    return int(sql.fetch(statement, [period, score])[0][0])


def _check(period: int, size: int) -> None:
    """Compare positions with what counting says, ties included."""
    from accounts.models import User
    from gamify.models import Standing
    from gamify.selectors import boards

    for number in _picked(size, SAMPLE):
        user = User(pk=SMALL + number + 1)
        mine = Standing.objects.get(period_id=period, user_id=user.pk)
        ties = Standing.objects.filter(period_id=period, score=mine.score)
        earlier = [
            (row.reached_at, row.user_id) for row in ties if (row.reached_at, row.user_id) < (mine.reached_at, user.pk)
        ]
        expected = _count(period, mine.score) + len(earlier)
        rows = boards.around(period_id=period, user=user)
        found = next(row.position for row in rows if row.user_id == user.pk)
        assert found == expected, (found, expected)
        assert [row.position for row in rows] == list(range(rows[0].position, rows[0].position + len(rows)))


if __name__ == "__main__":
    main()
