"""What programs read and do of battles: the same as the pages, and enough to count again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from lib import documents
from rewards.models import Battle
from rewards.scoring.tally import Event, Rules, tally
from tests.api.callers import Caller
from tests.factories import member
from tests.rewards import arena, factories as f

pytestmark = pytest.mark.django_db


def test_a_program_joins_reads_its_part_and_is_refused_with_a_code(clock: Any) -> None:
    battle, ana = arena.announced(), member("Ana")
    program, path = Caller(ana), f"battles/{battle.public_id}"
    first, second = (arena.team(battle, number).public_id for number in (0, 1))

    assert program.get(path).json()["mine"] is None
    assert program.put(f"{path}/place", {"team": first}).json()["mine"]["team"] == first
    again = program.put(f"{path}/place", {"team": second})

    assert (again.status_code, again.json()["code"], again.json()["data"]["team"]) == (
        409,
        "rewards.battle_other_team",
        first,
    )
    assert program.delete(f"{path}/place").json()["mine"] is None
    assert program.put(f"{path}/place", {"team": "nothing"}).status_code == 404


def test_events_come_page_by_page_and_the_result_can_be_counted_again(clock: Any) -> None:
    battle = arena.running(clock, players=(1, 1), daily_cap=500, sources={"stories": 1})
    arena.bring(arena.players_of(battle)[0], 53)
    battle = arena.finish(clock, battle)
    program, path = Caller(None), f"battles/{battle.public_id}"

    first = program.get(f"{path}/events").json()
    second = program.get(f"{path}/events", after=first["next"]).json()
    numbers = [row["number"] for row in (*first["results"], *second["results"])]
    assert (len(first["results"]), second["next"]) == (50, None)
    assert numbers == sorted(set(numbers), reverse=True)
    assert len(numbers) == 53

    record = program.get(f"{path}/result").json()
    inputs = record["inputs"]
    events = [Event(*row[:4], date.fromisoformat(row[4]), datetime.fromisoformat(row[5])) for row in inputs["events"]]
    rules = inputs["rules"]
    counted = tally(Rules(rules["sources"], rules["daily_cap"], rules["best_of"]), inputs["teams"], events)
    assert [[each.team, each.score] for each in counted.standings] == [row[:2] for row in record["result"]["standings"]]
    assert record["inputs_hash"] == record["result_inputs_hash"] == documents.digest(inputs)


def test_a_brand_writes_a_battle_and_staff_announce_it(clock: Any) -> None:
    shop, keeper = f.brand(), f.staff()
    brand = Caller(shop.owner)
    terms = {
        "names": {"en": "Spring pick"},
        "prizes": {"en": "A kettle."},
        "thanks": {"en": "A letter."},
        "sides": [{"names": {"en": "A"}}, {"names": {"en": "B"}}],
        "sources": {"stories": 3},
        "starts_at": "2026-03-04T12:00:00Z",
        "ends_at": "2026-03-06T12:00:00Z",
    }

    begun = brand.post(f"brands/{shop.slug}/battles", {"names": {"en": "Spring"}})
    path = f"brands/{shop.slug}/battles/{begun.json()['id']}"
    assert begun.status_code == 201
    assert set(begun.json()["lacks"]) >= {"prize", "thank", "sides", "starts_at", "ends_at"}
    terms["version"] = begun.json()["version"]
    kept = brand.put(path, terms).json()
    assert kept["lacks"] == {}
    terms["version"] = kept["version"]
    assert brand.put(path, terms | {"sources": {"gold": 3}}).status_code == 422
    assert brand.put(path, terms | {"campaign": f.campaign().public_id}).status_code == 404
    assert brand.post(f"{path}/submission").json()["state"] == "review"
    decided = Caller(keeper).post(f"review/battles/{begun.json()['id']}", {"approve": True})

    assert decided.json()["state"] == "announced"
    assert Battle.objects.get().rules["sources"] == {"stories": 3}
    assert Caller(None).get("battles", stage="coming").json()["results"][0]["name"] == "Spring pick"


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_the_same_for_one_and_for_many(clock: Any, number: int, django_assert_num_queries: Any) -> None:
    for _each in range(number):
        arena.announced()

    with django_assert_num_queries(2):
        assert len(Caller(None).get("battles").json()["results"]) == number
