"""The same number of queries for one and for many."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from gamify.models import Activity
from gamify.selectors import badges, boards, gains, points, quests, streaks, tasks
from gamify.services import answers, process, record


def record_many(people: list[User], count: int, now: Any, start: int = 0) -> tuple[int, ...]:
    ids = []
    for number in range(start, start + count):
        actor, other = people[number % len(people)], people[(number + 1) % len(people)]
        verb = ("create", "comment", "like", "receive", "join")[number // len(people) % 5]
        ids.append(
            record.activity(
                actor=actor,
                verb=verb,
                object=record.Ref("thing", str(number)),
                target=record.Ref("group", str(1 + number % 9)),
                key=f"k{number}",
                data={
                    "type": "note",
                    "words": 50,
                    "images": 1,
                    "post_author": other.public_id,
                    "from": other.public_id,
                },
                now=now,
            ).pk
        )
    return tuple(ids)


def statements(work: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        work()
    plain = [re.sub(r"^\d+ times: |AS t ", "", query["sql"]) for query in captured]
    return [statement[:40] for statement in plain if "SAVEPOINT" not in statement]


@pytest.mark.parametrize("size", [20, 1000])
def test_a_batch_costs_the_same_queries_for_one_and_for_many(economy, member, clock, size):
    people = [member(f"m{number}") for number in range(40)]
    process.batch(ids=record_many(people, 40, clock.now), now=clock.now)  # boards, accounts and players exist
    one = record_many(people[:2], 1, clock.now, start=5002)  # a first answer: badge, notice, level
    many = record_many(people, size, clock.now, start=10_040)

    few = statements(lambda: process.batch(ids=one, now=clock.now))
    lots = statements(lambda: process.batch(ids=many, now=clock.now))

    assert len(few) == 21
    assert lots == few


def test_a_batch_of_undos_costs_the_same_queries_for_one_and_for_twenty(economy, member, clock):
    people = [member(f"m{number}") for number in range(21)]
    process.batch(ids=record_many(people, 21, clock.now), now=clock.now)
    undos = [
        record.undo(key=key, reason="gone", by=None, now=clock.tick(minutes=1)).pk
        for key in Activity.objects.order_by("pk").values_list("key", flat=True)
    ]

    few = statements(lambda: process.batch(ids=undos[:1], now=clock.now))
    lots = statements(lambda: process.batch(ids=undos[1:], now=clock.now))

    assert lots == few


@pytest.mark.parametrize("count", [1, 20])
def test_selectors_cost_the_same_queries_for_one_row_and_for_twenty(economy, member, clock, count):
    people = [member(f"m{number}") for number in range(count)]
    ids = record_many(people, count * 5, clock.now)
    for pk in ids:
        process.batch(ids=(pk,), now=clock.now)
    mei = people[0]
    board = boards.current(now=clock.now)
    activity = Activity.objects.get(pk=ids[0])
    expected = {
        "tasks": (3, lambda: tasks.tasks(user=mei, now=clock.now)),
        "quests": (2, lambda: quests.mine(user=mei)),
        "shelf": (5, lambda: badges.shelf(user=mei)),
        "earned": (1, lambda: badges.earned(user=mei)),
        "page": (1, lambda: boards.page(period_id=board.period_id)),
        "around": (1, lambda: boards.around(period_id=board.period_id, user=mei)),
        "followed": (1, lambda: boards.among_followed(period_id=board.period_id, user=mei)),
        "board": (1, lambda: boards.board(period_id=board.period_id, user=mei)),
        "ledger": (2, lambda: points.ledger(user=mei)),
        "streak": (1, lambda: streaks.streak(user=mei, now=clock.now)),
        "gains": (5, lambda: gains.since(user=mei, after=0)),
        "answer": (3, lambda: answers.answer(activity)),
    }

    found = {name: len(statements(work)) for name, (_, work) in expected.items()}

    assert found == {name: queries for name, (queries, _) in expected.items()}
