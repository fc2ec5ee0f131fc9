"""Activities a second with all effects: 20 rules, 6 tasks, 10 badges, streaks, site and group boards; one worker.

Three ways on PostgreSQL in one run: the raw limit (the very rows that Hearth wrote, replayed as set-based statements
without reading or deciding anything), Hearth, and one transaction an activity through the ORM; beside them pinax, with
a Django of its own, on the same server. Where that cannot be installed, its published figure is scaled by how fast the
plain ORM's award of three rows runs here and ran there. Then the world is made ten or sixteen times bigger, and an
activity costs there what the last ratio says. Why the goals are these: docs/adr/an-activity-writes-twenty-rows.md.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

from bench import common, copies, engine_pinax

SERVICES = ("postgres",)
PINAX_PER_S = 114  # published: pinax-points 2.0.0 + pinax-badges 3.0.0, PostgreSQL
PLAIN_ORM_PER_S = 429  # measured beside it: get_or_create + save, activity + ledger + balance
BATCH = 1000
WARM = 3  # activities of each active member before the two worlds are compared
GROWN = 16  # times 10,000 members: what fits into five minutes of a busy machine; see --times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--times", type=int, help="how many times bigger the last world is (quick 10, else 16)")
    options = parser.parse_args()
    common.prepare_django()
    common.migrate()
    people, warm, measured, one_by_one = (1_000, 6_000, 4_000, 40) if options.quick else (10_000, 60_000, 20_000, 200)
    from bench.engine_load import Recorder, publish_economy

    publish_economy()
    recorder = Recorder(common.members(people))
    process_in_batches(recorder.record(warm))
    plain = common.per_second(lambda: _plain_orm(recorder.users, 100), 100)
    pinax = engine_pinax.awards_per_second() or PINAX_PER_S * plain / PLAIN_ORM_PER_S
    orm = _one_by_one(recorder, one_by_one)
    raw, hearth, rows = _raw_and_hearth(recorder.record(measured))
    size, growth = _growth(recorder, options.times or (10 if options.quick else GROWN), 3 if options.quick else 15)
    common.line("rows written for an activity, what is recorded not counted", rows, "rows")
    common.line("raw limit: the same rows, nothing read or decided", raw, "activities/s")
    common.line("hearth, batches of 1000", hearth, "activities/s")
    common.line("one by one through the ORM, the same effects", orm, "activities/s")
    common.line("plain ORM award of three rows", plain, "activities/s")
    common.line("pinax: points and one badge, with all its effects", pinax, "awards/s")
    common.line("raw limit / pinax: more than any engine that writes these rows", raw / pinax, "x")
    common.line("memory", common.memory_mb(), "MB")
    common.finish(
        [
            common.Goal("hearth / raw limit", hearth / raw, 0.35),
            common.Goal("hearth / one by one through the ORM", hearth / orm, 100),
            common.Goal("hearth / pinax, which writes three rows", hearth / pinax, 15, aim=80),
            common.Goal(f"per activity, {size} / before", growth, 1.2, is_floor=False),
            common.Goal("worker MB", common.memory_mb(), 300, is_floor=False),
        ]
    )


def process_in_batches(ids: list[int]) -> None:
    from gamify.services import process

    for start in range(0, len(ids), BATCH):
        process.batch(ids=ids[start : start + BATCH], now=common.START)


def _raw_and_hearth(ids: list[int]) -> tuple[float, float, float]:
    """Return activities a second of the replayed statements and of Hearth, and the rows that one activity writes.

    `ids` are processed in a copy of the database while the statements are written down; another copy replays these.
    """

    batches: list[list[copies.Statement]] = []
    with copies.copy():
        for first in range(0, len(ids), BATCH):
            with copies.noted("INSERT", "UPDATE", "DELETE") as statements:
                process_in_batches(ids[first : first + BATCH])
            batches.append(statements)
    with copies.copy():
        start = time.perf_counter()
        rows = _replay(batches)
        raw = len(ids) / (time.perf_counter() - start)
    return raw, common.per_second(lambda: process_in_batches(ids), len(ids)), rows / len(ids)


def _growth(recorder: Any, factor: int, rounds: int) -> tuple[str, float]:
    """Make the world `factor` times bigger and return its size, and what an activity costs there over before.

    As many members are active in both worlds, in the big one spread over all; batches of the two are measured in turn,
    after nearly each of them has acted since the last checkpoint: what a page is first changed by after one is written
    with the whole page, and the big world has more pages.
    """
    from bench.engine_growth import grow

    few, ratios = list(recorder.users), []
    with copies.copy() as small:
        copies.use(copies.original())
        grow(factor)
        many, size = _spread(len(few)), _size()
        for users, database in ((many, copies.original()), (few, small)):
            copies.use(database)
            recorder.users = users
            process_in_batches(recorder.record(WARM * len(users)))
        for _ in range(rounds):
            big_s = _batch_seconds(recorder, many, copies.original())
            ratios.append(big_s / _batch_seconds(recorder, few, small))
    return size, statistics.median(ratios)


def _spread(count: int) -> list[int]:
    from lib import sql

    return [row[0] for row in sql.fetch("SELECT id FROM accounts_user ORDER BY md5(id::text) LIMIT %s", [count])]


def _size() -> str:
    from accounts.models import User
    from gamify.models import Activity

    return f"{Activity.objects.count():,} activities of {User.objects.count():,} members"


def _batch_seconds(recorder: Any, users: list[int], database: str) -> float:
    copies.use(database)
    recorder.users = users
    ids = recorder.record(2 * BATCH)
    process_in_batches(ids[:BATCH])  # a new connection plans its statements first
    start = time.perf_counter()
    process_in_batches(ids[BATCH:])
    return time.perf_counter() - start


def _replay(batches: list[list[copies.Statement]]) -> int:
    """Run the statements and return how many rows they wrote."""
    from django.db import connection, transaction

    rows = 0
    for statements in batches:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, parameters in statements:
                cursor.execute(statement, parameters)
                rows += cursor.rowcount
    return rows


def _one_by_one(recorder: Any, count: int) -> float:
    from bench.engine_orm import process_one

    ids = recorder.record(count)
    start = time.perf_counter()
    for pk in ids:
        process_one(pk)
    return count / (time.perf_counter() - start)


def _plain_orm(users: list[int], count: int) -> None:
    """Award points as plain Django code does: get_or_create and save, three rows, one transaction each."""
    from django.db import transaction

    from gamify.models import Account, Activity, LedgerEntry

    for number in range(count):
        user = users[(number * 7919) % len(users)]
        with transaction.atomic():
            moment = {"occurred_at": common.START, "local_date": common.START.date(), "recorded_at": common.START}
            key = f"plain-{time.perf_counter_ns()}"
            names = {"verb": "plain", "object_type": "post", "object_id": "1"}
            activity = Activity.objects.create(source="plain", key=key, actor_id=user, **names, **moment)
            account, _ = Account.objects.select_for_update().get_or_create(user_id=user, currency_id="spark")
            values = {"kind": "earn", "amount": 1, "earned_at": common.START, "at": common.START}
            LedgerEntry.objects.get_or_create(account=account, activity=activity, source="plain/1@1", defaults=values)
            account.available += 1
            account.save()


if __name__ == "__main__":
    main()
