"""Pages of proposals with 100 supports and 20 proposals, then with 100,000 and 1,000: same queries, times within 1.3x.

Each page is asked as a member by Django's own client, in turns small and large, so that both meet the same weather.
"""

from __future__ import annotations

import argparse
import statistics
import time
from datetime import timedelta
from typing import Any

from bench import common

SERVICES = ("postgres",)
FEW, MANY = (20, 100), (1_000, 100_000)
MOST_TIMES = 1.3
BATCH = 5_000


def main() -> None:
    options = _options()
    common.prepare_django()
    common.migrate()
    many = (MANY[0], MANY[1] // 10) if options.quick else MANY
    members = common.members(many[1] + 1)
    worlds = {"few": _world("few", FEW, members), "many": _world("many", many, members)}
    common.finish(_compared(worlds, members[-1], options.rounds))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="10,000 supports")
    parser.add_argument("--rounds", type=int, default=40)
    return parser.parse_args()


def _world(name: str, size: tuple[int, int], members: list[int]) -> tuple[str, str]:
    """Make a group with `size` proposals and supports on the first; return its slug and the first's public id."""
    from community.models import Authorship, Group, Proposal, Support

    now = common.START
    group = Group.objects.create(slug=name, names={"en": name}, created_at=now)
    words = {"title": "Refill pouches", "problem": "Tins are thrown away.", "sketch": "A pouch.", "change": "Less."}
    shared = {"group": group, "author_id": members[-1], "state": "open", "target": 10**6, "created_at": now, **words}
    rows = Proposal.objects.bulk_create(Proposal(opened_at=now, **shared) for _ in range(size[0]))
    Authorship.objects.bulk_create(
        Authorship(proposal=row, user_id=members[-1], state="accepted", invited_at=now) for row in rows
    )
    for start in range(0, size[1], BATCH):
        Support.objects.bulk_create(
            Support(
                proposal=rows[0],
                user_id=pk,
                state="counted",
                version=1,
                since=now + timedelta(seconds=start),
                changed_at=now,
            )
            for pk in members[start : min(start + BATCH, size[1])]
        )
    Proposal.objects.filter(pk=rows[0].pk).update(supporters=size[1], frozen_at=now)
    _analyse()
    return group.slug, rows[0].public_id


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _compared(worlds: dict[str, tuple[str, str]], reader: int, rounds: int) -> list[common.Goal]:
    from django.test import Client

    from accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(pk=reader), backend="django.contrib.auth.backends.ModelBackend")
    goals = []
    for page, address in {
        "list, newest": "/proposals/?group={0}",
        "list, most supported": "/proposals/?group={0}&order=support",
        "proposal": "/proposals/{1}/",
        "proposal, live part": "/proposals/{1}/card/",
        "API proposal": "/api/v1/proposals/{1}",
    }.items():
        paths = {name: address.format(*world) for name, world in worlds.items()}
        queries = {name: _queries(client, path) for name, path in paths.items()}
        times = _times(client, paths, rounds)
        for name in worlds:
            common.line(f"{page}, {name}: {queries[name]} queries", times[name], "ms")
        goals.append(common.Goal(f"{page}: more queries with many", queries["many"] - queries["few"], 0, False))
        goals.append(common.Goal(f"{page}: many / few", times["many"] / times["few"], MOST_TIMES, False))
    return goals


def _queries(client: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


def _times(client: Any, paths: dict[str, str], rounds: int) -> dict[str, float]:
    """Return the median milliseconds of each, asked in turns."""
    taken: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(rounds):
        for name, path in paths.items():
            start = time.perf_counter()
            client.get(path)
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) * 1000 for name, values in taken.items()}


if __name__ == "__main__":
    main()
