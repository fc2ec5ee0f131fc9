"""Buying together by programs: the whole way to a parcel, the ways that end elsewhere, and what a brand writes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from rewards.models import FakeCharge, Seat
from rewards.services import proofs
from rewards.services.money import fake_checkout
from rewards.services.money.fake_checkout import Press
from tests.api.callers import Caller
from tests.api.market import ADDRESS, CONSOLE_OF
from tests.community import cast
from tests.factories import member
from tests.rewards import bank, factories as f, scenes

pytestmark = pytest.mark.django_db(transaction=True)


def pay(order: dict[str, Any], now: Any, how: Press = Press.PAY) -> None:
    """Press the button of the bank's page that the order's program sends its member to."""
    reference = order["payment"]["checkout_url"].rstrip("/").rsplit("/", 1)[1]
    fake_checkout.press(reference=reference, how=how, now=now)


def bought(caller: Caller, path: str, body: Any, now: Any) -> dict[str, Any]:
    """Take a seat, pay, come back; return the order as it is then."""
    order = caller.post(path, body).json()
    pay(order, now)
    caller.post(f"orders/{order['id']}/payment/look")
    found: dict[str, Any] = caller.get(f"orders/{order['id']}").json()
    return found


def test_three_programs_buy_together_and_one_parcel_is_sent(clock):
    campaign = f.campaign()
    mei, others = Caller(member("Mei")), [Caller(member(name)) for name in ("Jonas", "Wen")]

    listed = mei.get("campaigns").json()["results"]
    assert [each["id"] for each in listed] == [campaign.public_id]
    assert [step["price"]["minor"] for step in listed[0]["ladder"]] == [10_000, 8_000, 6_000]

    first = mei.post(f"campaigns/{campaign.public_id}/teams", {"size": 3, "name": "Jars"}, key="k1").json()
    assert (first["state"], first["limit"]["minor"], first["price"]) == ("held", 8_000, None)
    pay(first, clock.now)
    assert mei.post(f"orders/{first['id']}/payment/look").json()["state"] == "authorised"

    team = mei.get(f"campaigns/{campaign.public_id}/teams").json()["results"][0]
    assert (team["name"], team["confirmed"], team["missing"]) == ("Jars", 1, 2)
    for caller in others:
        assert bought(caller, f"teams/{team['id']}/orders", {"note": "Gift"}, clock.now)["state"] != "held"

    bank.run_jobs(clock.now)
    shown = mei.get(f"teams/{team['id']}").json()
    assert (shown["state"], shown["price"]["minor"], len(shown["members"])) == ("succeeded", 8_000, 3)
    paid = mei.get(f"orders/{first['id']}").json()
    assert (paid["state"], paid["paid"]["text"]) == ("captured", "¥80")
    assert [step["words"] for step in paid["steps"]][-1] == "Paid"

    owner = Caller(campaign.brand.staff.get().user)
    orders = CONSOLE_OF.format(slug=campaign.brand.slug, public_id=campaign.public_id) + "/orders"
    assert [each["note"] for each in owner.get(orders, stage="missing").json()["results"]] == ["", "Gift", "Gift"]
    assert owner.post(f"{orders}/{first['id']}/shipment").json()["code"] == "rewards.no_address"
    assert mei.put(f"orders/{first['id']}/address", ADDRESS).json()["lacks_address"] is False
    assert owner.get(f"{orders}/{first['id']}").json()["address"]["country_name"] == "Norway"
    assert owner.post(f"{orders}/{first['id']}/shipment", {"note": "SF 1"}).json()["state"] == "fulfilled"
    assert mei.get(f"orders/{first['id']}").json()["shipped_note"] == "SF 1"
    assert [found for _name, found in proofs.check(now=clock.now) if found] == []


def test_the_same_key_takes_one_seat_even_when_the_kept_answer_is_gone(clock):
    from connect.models import KeptAnswer

    campaign, mei = f.campaign(), Caller(member("Mei"))
    path, body = f"campaigns/{campaign.public_id}/teams", {"size": 3}

    first = mei.post(path, body, key="once")
    again = mei.post(path, body, key="once")
    other = mei.post(path, {"size": 5}, key="once")
    KeptAnswer.objects.all().delete()
    clock.tick(minutes=1)
    late = mei.post(path, body, key="once")

    assert [first.status_code, again.status_code, other.status_code, late.status_code] == [201, 201, 422, 200]
    assert again["Idempotency-Replayed"] == "true"
    assert first.json()["id"] == again.json()["id"] == late.json()["id"]
    assert Seat.objects.count() == FakeCharge.objects.count() == 1


def test_without_a_key_a_second_request_is_a_second_wish(clock):
    campaign, mei = f.campaign(), Caller(member("Mei"))
    path = f"campaigns/{campaign.public_id}/teams"

    assert mei.post(path, {"size": 3}).status_code == 201
    refused = mei.post(path, {"size": 3})

    assert (refused.status_code, refused.json()["code"]) == (409, "rewards.limit_reached")


def test_a_full_team_names_others_with_room(clock):
    campaign = f.campaign()
    full = scenes.team(campaign, *scenes.people(3), size=3, needed=3)
    other = scenes.team(campaign, *scenes.people(1))

    refused = Caller(member("Late")).post(f"teams/{full.public_id}/orders", {})

    assert refused.status_code == 409
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "rewards.team_full"
    assert refused.json()["data"]["teams"] == [other.public_id]


def test_leaving_gives_the_place_back_and_charges_nothing(clock):
    campaign, mei = f.campaign(), Caller(member("Mei"))
    order = bought(mei, f"campaigns/{campaign.public_id}/teams", {"size": 3}, clock.now)
    assert (order["state"], order["may_leave"]) == ("authorised", True)

    left = mei.delete(f"orders/{order['id']}/place")
    bank.run_jobs(clock.now)

    assert (left.status_code, left.json()["state"], left.json()["may_leave"]) == (200, "left", False)
    assert mei.get(f"orders/{order['id']}/payment").json()["state"] == "voided"
    assert mei.post(f"orders/{order['id']}/payment").status_code == 409
    assert bank.fresh(campaign).seats_taken == 0


def test_a_declined_card_is_followed_by_a_new_checkout(clock):
    campaign, mei = f.campaign(), Caller(member("Mei"))
    order = mei.post(f"campaigns/{campaign.public_id}/teams", {"size": 3}).json()
    pay(order, clock.now, Press.DECLINE)

    assert mei.post(f"orders/{order['id']}/payment/look").json()["state"] == "declined"
    anew = mei.post(f"orders/{order['id']}/payment").json()

    assert anew["id"] != order["payment"]["id"]
    assert anew["checkout_url"] not in ("", order["payment"]["checkout_url"])


def test_a_party_waits_is_offered_seats_and_takes_them(clock):
    campaign = f.campaign(stock=3)
    gone = bank.open_team(campaign, now=clock.now)
    bank.pay(gone, now=clock.now)
    for _each in range(2):
        bank.join(gone.team, now=clock.now)
    mei, friend = Caller(member("Mei")), Caller(member("Friend"))
    waiting = f"campaigns/{campaign.public_id}/waiting"
    assert mei.put(waiting, {"party_size": 2}).json()["ahead"] == 0

    bank.run_jobs(clock.tick(minutes=11))  # the two at the checkout never paid
    offer = mei.get(waiting).json()["offer"]
    assert friend.get(f"offers/{offer}").json() | {"url": ""} == mei.get(f"offers/{offer}").json() | {
        "url": "",
        "is_leader": False,
    }
    orders = [bought(caller, f"offers/{offer}/orders", {}, clock.now) for caller in (mei, friend)]

    assert {order["team"]["id"] for order in orders} == {gone.team.public_id}
    assert friend.post(f"offers/{offer}/orders", {}).status_code == 409
    assert mei.get(waiting).status_code == 404
    assert bank.fresh(gone.team).has_succeeded is True


def test_a_captain_proposes_and_each_answers_alone(clock):
    campaign = f.campaign()
    small = bank.open_team(campaign, now=clock.now)
    big = bank.open_team(campaign, size=5, now=clock.now)
    for seat in (small, big):
        bank.pay(seat, now=clock.now)
    captain = Caller(small.user)

    path = f"teams/{small.team.public_id}/mergers"
    made = captain.post(path, {"into": big.team.public_id})
    assert made.status_code == 201
    asked = captain.get(path).json()["results"]
    assert [each["into"]["id"] for each in asked] == [big.team.public_id]

    moved = captain.put(f"{path}/{asked[0]['id']}/answer", {"accept": True}).json()
    assert (moved["id"], moved["team"]["id"]) == (small.public_id, big.team.public_id)


def test_a_brand_writes_is_told_what_lacks_and_is_bound_by_what_is_approved(clock, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    shop, staff = f.brand(), Caller(f.staff())
    owner, visitor = Caller(shop.owner), Caller(None)
    made = owner.post(f"brands/{shop.slug}/campaigns", {"names": {"en": "Tea tin"}}).json()
    own = CONSOLE_OF.format(slug=shop.slug, public_id=made["id"])
    refused = owner.post(f"{own}/submission")
    assert refused.status_code == 422
    assert set(refused.json()["fields"]) == set(made["lacks"]) == {"story", "sizes", "tiers", "closes_at"}

    terms = {
        "names": {"en": "Tea tin", "zh-hans": "茶罐"},
        "stories": {"en": "By hand."},
        "tiers": [{"min_people": 3, "price_minor": 900}, {"min_people": 5, "price_minor": 700}],
        "sizes": [5, 3],
        "stock": 20,
        "closes_at": "2026-03-20T12:00:00Z",
    }
    saved = owner.put(own, {**terms, "version": made["version"]}).json()
    stale = owner.put(own, {**terms, "version": made["version"]})
    assert (stale.status_code, stale.json()["data"]["version"]) == (409, saved["version"])
    assert owner.client.post(f"/api/v1/{own}/pictures", {"file": cast.picture()}).json()["pictures"][0]["id"]
    assert owner.post(f"{own}/submission").json()["state"] == "review"
    assert visitor.get(f"campaigns/{made['id']}").status_code == 404

    waiting = staff.get("review/campaigns").json()["results"]
    assert [each["id"] for each in waiting] == [made["id"]]
    assert staff.post(f"review/campaigns/{made['id']}", {"approve": False}).status_code == 422
    assert staff.post(f"review/campaigns/{made['id']}", {"approve": True}).json()["state"] == "open"

    rules = visitor.get(f"campaigns/{made['id']}/rules").json()
    text = json.dumps(rules["document"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == rules["hash"]
    assert owner.put(own, {**terms, "version": "x"}).status_code == 409


def test_a_refund_above_the_limit_needs_a_second_person(clock, settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": 5_000}
    campaign = f.campaign()
    seat = bank.full_team(campaign, now=clock.now)[0]
    owner, staff = Caller(campaign.brand.staff.get().user), Caller(f.staff("Second"))
    bank.run_jobs(clock.now)
    path = CONSOLE_OF.format(slug=campaign.brand.slug, public_id=campaign.public_id) + f"/orders/{seat.public_id}"

    asked = owner.post(f"{path}/refunds", {"amount_minor": 8_000, "reason": "It never came."}).json()
    assert asked["state"] == "asked"
    assert owner.post(f"review/refunds/{asked['id']}", {"approve": True}).status_code == 403
    assert [each["id"] for each in staff.get("review/refunds").json()["results"]] == [asked["id"]]
    assert staff.post(f"review/refunds/{asked['id']}", {"approve": True}).json()["state"] == "sent"
    bank.run_jobs(clock.now)

    back = Caller(seat.user).get(f"orders/{seat.public_id}").json()
    assert (back["state"], back["paid"]["minor"]) == ("refunded", 0)
    assert [each["reason"] for each in back["refunds"]] == ["It never came."]
    assert owner.post(f"{path}/refunds", {"amount_minor": 1, "reason": "More."}).status_code == 409
