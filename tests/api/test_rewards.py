"""The catalogue over the API: what programs read of gates, codes and steps, and writes that are done once."""

from __future__ import annotations

import pytest

from rewards.models import Redemption, RewardCode
from tests.api.callers import Caller
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards import factories, redeeming
from tests.rewards.helping import by_help
from tests.rewards.redeeming import reward, rich, spark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("economy")]


@pytest.fixture
def mei():
    return rich("Mei")


def test_a_reward_says_what_keeps_me_from_it(mei):
    reward(price=9000)

    shown = Caller(mei).get("rewards").json()["results"][0]
    visitor = Caller(None).get("rewards").json()["results"][0]

    assert shown["gate"]["code"] == "rewards.reward_points"
    assert "spark" in shown["gate"]["words"]
    assert visitor["gate"] is None
    assert (shown["stock"], shown["left"]) == (3, 3)


def test_redeeming_is_done_once_for_its_key(mei):
    of, have = reward(per_member=5), spark(mei)[0]
    answers = [Caller(mei).post(f"rewards/{of.public_id}/redemptions", {}, key="redeem-key-1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert spark(mei) == (have - 5, 0)


def test_asking_and_helping_are_done_once_and_shown_as_counted(mei):
    of, bo = by_help(), member("Bo")
    asked = [Caller(mei).post(f"rewards/{of.public_id}/unlocks", key="ask-key-1") for _ in range(2)]
    assert asked[0].json() == asked[1].json()
    help_path = f"help/{asked[0].json()['code']}"
    assert Caller(None).get(help_path).json()["gate"] is None
    assert Caller(mei).get(help_path).json()["gate"]["code"] == "rewards.help_own"
    helped = [Caller(bo).post(f"{help_path}/assists") for _ in range(2)]
    assert [answer.status_code for answer in helped] == [201, 200]
    assert [answer.json()["helped"] for answer in helped] == [1, 1]

    for _ in range(2):
        Caller(member("Friend")).post(f"{help_path}/assists")
    path = f"unlocks/{asked[0].json()['id']}"
    assert Caller(mei).get(path).json()["state"] == "unlocked"
    claimed = [Caller(mei).post(f"{path}/claim").json() for _ in range(2)]
    assert claimed[0]["redemption"] == claimed[1]["redemption"] == Redemption.objects.get().public_id
    assert len(claimed[0]["assists"]) == 3
    late = Caller(member("Late")).post(f"{help_path}/assists")
    assert (late.status_code, late.json()["code"]) == (409, "rewards.help_full")


def test_a_shut_gate_is_a_conflict_with_its_code(mei):
    of = reward(least_level=90)
    answer = Caller(mei).post(f"rewards/{of.public_id}/redemptions", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "rewards.reward_level")
    poor = Caller(member("Poor")).post(f"rewards/{reward().public_id}/redemptions", {})
    assert (poor.status_code, poor.json()["code"]) == (409, "gamify.too_little")


def test_the_code_is_read_by_its_owner_only(mei):
    of = reward(code=("SECRET-1", "SECRET-2"))
    made = Caller(mei).post(f"rewards/{of.public_id}/redemptions", {}).json()
    assert made["code"] == "SECRET-1"
    assert made["steps"]

    lists = [Caller(mei).get("redemptions"), Caller(mei).get("rewards")]
    path = f"brands/{of.brand.slug}/rewards/{of.public_id}"
    lists += [Caller(of.owner).get(one) for one in (path, f"{path}/redemptions?stage=given")]
    for answer in lists:
        assert answer.status_code == 200
        assert "SECRET" not in answer.content.decode()
    assert Caller(of.owner).get(f"redemptions/{made['id']}").status_code == 404


def test_the_whole_way_of_a_reward(mei):
    shop, staff = factories.brand(), factories.staff()
    brand = Caller(shop.owner)
    root = f"brands/{shop.slug}/rewards"
    draft = brand.post(root, {"names": {"en": "A code"}, "kind": "code"}).json()
    assert brand.post(f"{root}/{draft['id']}/submission").status_code == 422
    added = brand.post(f"{root}/{draft['id']}/codes", {"codes": ["A", "B", "A"]}).json()
    assert added == {"fresh": 2, "known": 0}
    terms = {
        "names": {"en": "A code"}, "stories": {"en": "S"}, "hows": {"en": "H"}, "kind": "code", "price": 3,
        "needs_approval": True,
    }  # fmt: skip
    terms["version"] = brand.get(f"{root}/{draft['id']}").json()["version"]
    assert brand.put(f"{root}/{draft['id']}", terms).json()["stock"] == 2
    assert brand.post(f"{root}/{draft['id']}/submission").json()["state"] == "review"
    assert Caller(staff).post(f"review/rewards/{draft['id']}", {"approve": True}).json()["state"] == "open"

    made = Caller(mei).post(f"rewards/{draft['id']}/redemptions", {"note": "Please."}).json()
    assert (made["state"], made["code"]) == ("reserved", "")
    asked = brand.get(f"{root}/{draft['id']}/redemptions").json()["results"]
    assert [(row["id"], row["note"]) for row in asked] == [(made["id"], "Please.")]
    answer = f"{root}/{draft['id']}/redemptions/{made['id']}/answer"
    assert brand.post(answer, {"answer": "reject", "reason": ""}).status_code == 422
    assert brand.post(answer, {"answer": "approve"}).json()["state"] == "issued"
    assert Caller(mei).get(f"redemptions/{made['id']}").json()["code"] == "A"
    assert brand.post(answer, {"answer": "reverse", "reason": "Wrong."}).json()["state"] == "reversed"
    assert Caller(mei).get(f"redemptions/{made['id']}").json()["code"] == ""
    assert RewardCode.objects.filter(redemption=None).count() == 1


def test_cancelling_and_saying_where_over_the_api(mei):
    made = redeeming.redeemed(mei, reward(kind="item"))
    before = spark(mei)
    where = {"recipient": "Mei", "line1": "12 Kettle Lane", "city": "Bergen", "country": "NO"}
    assert Caller(mei).put(f"redemptions/{made.public_id}/address", {**where, "country": "XX"}).status_code == 422
    answer = Caller(mei).put(f"redemptions/{made.public_id}/address", where).json()
    assert answer["address"]["city"] == "Bergen"
    assert Caller(mei).delete(f"redemptions/{made.public_id}").json()["state"] == "cancelled"
    assert spark(mei) == (before[0] + 5, 0)
    assert Redemption.objects.get().holds_stock is False
