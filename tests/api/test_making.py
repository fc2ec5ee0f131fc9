"""A proposal's road by programs alone: from two authors to a vote, a brand's answer, a draw, credit, and money."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from community.models import Payout
from community.services.making import credits, testing
from connect.models import KeptAnswer
from lib import clock
from tests.api.callers import Caller
from tests.api.making import REPLY, TERMS, TEXTS, House

pytestmark = [pytest.mark.django_db, pytest.mark.world]


@pytest.fixture
def house(settings: Any) -> House:
    settings.HEARTH_TRUST_DAYS = 0
    return House()


def done(response: Any) -> Any:
    assert response.status_code < 300, response.content
    return response.json() if response.content else None


def test_two_authors_a_brand_and_a_tester_go_the_whole_road(house):
    author, mate, brand, judge = (Caller(one) for one in (house.author, house.member, house.maker.person, house.judge))
    one = hands_in(house, author, mate)
    supported(house, one, judge)
    answers(house, one, brand)
    tester = draws_a_tester(house, one, brand)
    shares(one, author, tester)
    pays_once(one, brand, tester)


def hands_in(house: House, author: Caller, mate: Caller) -> str:
    """Write it in two, and hand it in; return its address."""
    begun = done(author.post("proposals", TEXTS | {"group": house.group.slug, "brand": house.maker.slug}))
    one = f"proposals/{begun['id']}"
    done(author.post(f"{one}/authors", {"handle": house.member.handle}))
    assert [each["id"] for each in done(mate.get("proposals/mine"))["invited"]] == [begun["id"]]
    assert author.post(f"{one}/submission", TERMS).json()["fields"].keys() == {"authors"}  # nobody is named unasked
    done(mate.put(f"{one}/authors/me", TERMS))
    assert done(author.post(f"{one}/submission", TERMS))["state"] == "review"
    assert {each["state"] for each in done(author.get(f"{one}/authors"))["results"]} == {"accepted"}
    return one


def supported(house: House, one: str, judge: Caller) -> None:
    waiting = done(judge.get("review/proposals"))["waiting"]
    assert [(each["id"], each["is_late"]) for each in waiting] == [(one[10:], False)]
    done(judge.post(f"review/{one}", {"decision": "open", "target": 3}))
    for fan in (*house.fans[1:], house.judge):
        done(Caller(fan).put(f"{one}/support"))
    assert done(judge.get(one))["state"] == "due"
    assert done(judge.get(f"review/{one}/signs"))["supporters"] == 3


def answers(house: House, one: str, brand: Caller) -> None:
    said = REPLY | {"cost_minor": 500, "reveals_at": (house.now + timedelta(days=1)).isoformat()}
    kept = done(brand.put(f"{one}/answer", said | {"version": ""}))
    assert kept["state"] == "prepared"
    overtaken(brand, f"{one}/answer", said | {"version": ""}, kept["version"])
    inbox = f"brands/{house.maker.slug}/proposals"
    staff = house.callers()["staff"]
    assert [done(caller.get(inbox))["due"][0]["answer"] is None for caller in (brand, staff)] == [False, True]
    assert done(staff.get(f"{one}/answers"))["results"] == []
    assert (
        done(brand.put(f"{one}/answer", said | {"reveals_at": None, "version": kept["version"]}))["state"] == "revealed"
    )
    assert done(staff.get(f"brands/{house.maker.slug}/answers"))["accepted"] == 1


def overtaken(caller: Caller, path: str, said: dict[str, object], version: str) -> None:
    """Check that what was read before somebody else wrote is refused, with the version it is now."""
    late = caller.put(path, said)
    assert (late.status_code, late.json()["code"]) == (409, "hearth.changed_meanwhile")
    assert late.json()["data"]["version"] == caller.get(path).json()["version"] == version


def draws_a_tester(house: House, one: str, brand: Caller) -> Caller:
    """Show a prototype and let chance choose who tests it; return the tester."""
    shown = done(brand.post(f"{one}/news", {"title": "The first", "body": "It pours.", "is_prototype": True}))
    draws, closes = (house.now + timedelta(days=days) for days in (1, 3))
    asked = {"prototype": shown["id"], "places": 1, "questions": [{"text": "Does it pour?"}]}
    opened = done(brand.post(f"{one}/tests", asked | {"draws_at": draws.isoformat(), "closes_at": closes.isoformat()}))
    test = f"{one}/tests/{opened['id']}"
    people = {fan.public_id: Caller(fan) for fan in house.fans[1:]}
    assert {done(fan.put(f"{test}/place"))["seed"] for fan in people.values()} == {""}
    testing.draw_due(now=draws)
    seed = done(brand.get(test))["seed"]
    assert hashlib.sha256(seed.encode()).hexdigest() == opened["seed_hash"]
    order = [each["person"]["id"] for each in done(brand.get(f"{test}/draw"))["results"]]
    assert order == sorted(people, key=lambda person: hashlib.sha256(f"{seed}:{person}".encode()).hexdigest())
    first, second = (people[person] for person in order[:2])
    assert second.put(f"{test}/answers", {"answers": {"q1": "5"}}).status_code == 404
    assert done(first.put(f"{test}/answers", {"answers": {"q1": "4"}}))["results"] == []
    done(brand.post(f"{test}/closing"))
    assert done(second.get(test))["results"][0] | {"text": ""} == {
        "text": "",
        "counts": [0, 0, 0, 1, 0],
        "mean": 4.0,
        "words": [],
    }
    return first


def shares(one: str, author: Caller, tester: Caller) -> None:
    """Share out what is suggested, with a part for the tester, who objects and is heard; then the week is over."""
    begun = done(author.get(f"{one}/credit/suggestion"))["results"]
    assert [each["basis_points"] for each in begun] == [5_000, 5_000]
    who = done(tester.get("me"))["handle"]
    rows = [{"handle": each["person"]["handle"], "role": each["role"], "basis_points": 3_333} for each in begun]
    rows = [row | {"evidence": "As it is written."} for row in (*rows, {"handle": who, "role": "tester"})]
    wrong = author.put(
        f"{one}/credit", {"shares": [{**rows[2], "handle": "nobody-here", "basis_points": 1}], "version": ""}
    )
    assert wrong.json()["fields"].keys() == {"shares"}
    whole = {"shares": [*rows[:2], rows[2] | {"basis_points": 3_334}]}
    kept = done(author.put(f"{one}/credit", {"shares": rows[:2], "version": ""}))
    overtaken(author, f"{one}/credit", whole | {"version": ""}, kept["version"])
    done(author.put(f"{one}/credit", whole | {"version": kept["version"]}))
    assert tester.get(f"{one}/credit").status_code == 404
    done(author.put(f"{one}/credit/showing"))
    objection = done(tester.post(f"{one}/credit/objections", {"words": "I drew it."}))["objections"][0]
    credits.freeze_due(now=clock.now() + timedelta(days=8))
    done(author.put(f"{one}/credit/objections/{objection['id']}", {"words": "It is counted."}))
    credits.freeze_due(now=clock.now() + timedelta(days=8))
    seen = done(Caller(None).get(f"{one}/credit"))
    assert (seen["state"], seen["total"], len(seen["hash"]), seen["objections"]) == ("frozen", 10_000, 64, [])


def pays_once(one: str, brand: Caller, tester: Caller) -> None:
    """A key pays once, even after its kept answer is gone; everybody named reads what they get."""
    pool = {"pool_minor": 101, "currency": "CNY", "reason": "March"}
    for _ in range(2):
        paid = done(brand.post(f"{one}/credit/payouts", pool, key="march"))["payouts"]
        KeptAnswer.objects.all().delete()
    other = brand.post(f"{one}/credit/payouts", pool | {"pool_minor": 102}, key="march")

    assert (other.status_code, Payout.objects.count()) == (409, 1)
    assert sorted(line["amount"]["minor"] for line in paid[0]["lines"]) == [33, 34, 34]
    assert done(tester.get(f"{one}/credit"))["payouts"] == paid
    assert done(Caller(None).get(f"{one}/credit"))["payouts"] == []
