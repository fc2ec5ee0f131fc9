"""Coupons as pages: the price with them before one takes a seat, one's own, the receipt, and a brand's console."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib import clock as clocks
from lib.limits import Limit
from rewards.models import Coupon, CouponCode, Seat
from rewards.selectors import coupons
from rewards.services.coupons import codes, quoting
from tests.factories import member
from tests.rewards import buying, couponing, factories as f
from tests.rewards.browsing import signed_in, text_of
from tests.rewards.buying import fresh
from tests.rewards.couponing import code_of, coupon, figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def buy(clock):
    return f.campaign(sizes=(3, 5), payment_mode="prepay")


def test_the_price_is_told_before_a_seat_is_taken_and_a_code_that_does_not_go_says_so_beside_its_field(buy):
    ten, fifth = coupon(buy, stacks=True), coupon(buy, kind="percent", value=2_000, stacks=True)
    team = buying.open_team(buy).team
    me, path = signed_in(member("Mei")), f"/buy/t/{team.public_id}/join/"
    form = {"key": "a-key-of-mine", "plan_b": "stop", "note": "Size M", "coupons": f"{code_of(ten)}， {code_of(fifth)}"}

    asked = me.post(path, form | {"check": "1"})
    wrong = me.post(path, form | {"coupons": f"{code_of(ten)} nosuchcode"})

    assert (asked.status_code, wrong.status_code, Seat.objects.count()) == (200, 422, 1)
    assert "Price at most ¥80" in text_of(asked)
    assert "You pay at most ¥56" in text_of(asked)
    assert "Size M" in asked.content.decode()
    assert "NOSUCHCODE: We do not know this code." in text_of(wrong)
    taken = me.post(path, form)
    mine = Seat.objects.get(key=form["key"])
    assert (taken.status_code, mine.limit_minor) == (303, 5_600)
    page = text_of(me.get(f"/orders/{mine.public_id}/"))
    assert f"{ten.name} −¥10" in page
    assert "¥56" in page


def test_a_new_team_is_quoted_by_its_size(buy):
    ten = coupon(buy)
    me = signed_in(member("Mei"))
    asked = me.post(f"/buy/{buy.public_id}/open/", {"size": "5", "plan_b": "stop", "coupons": code_of(ten), "check": 1})
    assert "You pay at most ¥50" in text_of(asked)
    unsaid = me.post(f"/buy/{buy.public_id}/open/", {"plan_b": "stop", "coupons": code_of(ten), "check": 1})
    assert unsaid.status_code == 422
    assert not Seat.objects.exists()


def test_codes_cannot_be_guessed_by_trying(buy, monkeypatch):
    monkeypatch.setattr(quoting, "GUESSES", Limit("coupon", most=2, seconds=600))
    ten, me = coupon(buy), signed_in(member("Mei"))
    path = f"/buy/t/{buying.open_team(buy).team.public_id}/join/"
    for _ in range(2):
        assert me.post(path, {"plan_b": "stop", "coupons": "wrong", "check": 1}).status_code == 422
    assert "a little fast" in text_of(me.post(path, {"plan_b": "stop", "coupons": code_of(ten), "check": 1}))
    assert me.post(path, {"plan_b": "stop", "coupons": code_of(ten)}).status_code == 429
    assert me.post(path, {"plan_b": "stop"}).status_code == 303  # without one, a seat is there as ever


def test_my_coupons_are_those_i_was_given_and_those_on_my_orders(buy, clock):
    given, on, me = coupon(buy, single=1), coupon(buy), member("Mei")
    codes.give(by=couponing.owner(buy), coupon=given, handle=me.username, now=clock.now)
    buying.open_team(buy, me, coupons=[code_of(on)], paid=False)

    page = text_of(signed_in(me).get("/coupons/"))

    assert "Ready to use" in page
    assert "On an order" in page
    assert codes.shown(code_of(given)) in page
    assert "No coupons yet" in text_of(signed_in(member("Ana")).get("/coupons/"))


def test_one_s_own_coupons_are_ticked_where_one_takes_a_seat(buy, clock):
    given, other, me = coupon(buy, single=1), coupon(f.campaign(sizes=(3,)), single=1), member("Mei")
    for each in (given, other):
        codes.give(by=couponing.owner(each), coupon=each, handle=me.username, now=clock.now)
    code, path = codes.shown(code_of(given)), f"/buy/t/{buying.open_team(buy).team.public_id}/join/"
    page, box = signed_in(me), f'name="own" value="{code}"'

    first = page.get(path).content.decode()
    asked = page.post(path, {"plan_b": "stop", "own": code, "coupons": "", "check": 1})
    taken = page.post(path, {"plan_b": "stop", "own": code, "coupons": code.lower()})

    assert first.count('name="own"') == 1
    assert f"{box}>" in first
    assert f"{box} checked>" in asked.content.decode()
    assert "You pay at most" in text_of(asked)
    assert taken.status_code == 303
    assert given.uses.get().user == me
    assert "Your coupons" not in text_of(signed_in(member("Ana")).get(path))


def test_the_receipt_and_the_brand_s_table_show_price_discount_and_what_was_paid(clock):
    buy = f.campaign(sizes=(3,), payment_mode="prepay", needs_address=False)
    ten = coupon(buy)
    captain, me = buying.open_team(buy), member("Mei")
    mine = buying.join(captain.team, me, coupons=[code_of(ten)])
    buying.join(captain.team)
    owner = signed_in(couponing.owner(buy))

    receipt = text_of(signed_in(me).get(f"/orders/{mine.public_id}/receipt/"))
    home = f"/brands/{buy.brand.slug}/campaigns/{buy.public_id}/"
    table = b"".join(owner.get(f"{home}orders.csv")).decode()

    assert "Price ¥80" in receipt
    assert f"Coupon: {ten.name} −¥10" in receipt
    assert "Paid in the end ¥70" in receipt
    assert '"80.00","10.00","70.00","CNY"' in table
    assert "¥10 off by coupons" in text_of(owner.get(f"{home}orders/{mine.public_id}/"))
    assert "taken off by coupons ¥10" in text_of(owner.get(home))


def test_a_brand_writes_a_coupon_puts_it_into_use_and_downloads_its_codes_once(buy, clock):
    owner, home = signed_in(couponing.owner(buy)), f"/brands/{buy.brand.slug}/coupons/"
    begun = owner.post(f"{home}new/", {"name": "Thank you"})
    made = Coupon.objects.get()
    assert (begun.status_code, begun["Location"]) == (303, f"{home}{made.public_id}/edit/")
    one, ends = f"{home}{made.public_id}/", (clocks.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    form = {"name": "Thank you", "kind": "percent", "percent": "12.5", "most": "20", "currency": "CNY", "least": "50",
            "is_single": "on", "per_member": "1", "closes_at": ends, "campaign": buy.public_id}  # fmt: skip

    lacking = owner.post(f"{one}edit/", form | {"open": "1"})
    assert lacking.status_code == 422
    assert "Make the codes first" in text_of(lacking)
    owner.post(f"{one}codes/", {"number": "3"})
    assert owner.post(f"{one}edit/", form | {"open": "1"}).status_code == 303
    made = fresh(made)
    assert (made.state, made.value, made.most_minor, made.least_minor, made.max_uses) == (
        "open",
        1_250,
        2_000,
        5_000,
        3,
    )
    table = owner.post(f"{one}codes.csv")
    assert b"".join(table).count(b"\r\n") == 4
    assert table["Cache-Control"] == "private, no-store"
    assert owner.post(f"{one}codes.csv").status_code == 303
    for way, more in (("pause", {}), ("resume", {}), ("revoke", {"reason": "No more."})):
        assert owner.post(f"{one}{way}/", more).status_code == 303
    assert fresh(made).state == "revoked"
    assert "No more." in text_of(owner.get(one))


@pytest.mark.parametrize("number", [1, 20])
def test_lists_of_coupons_cost_the_same_for_one_and_for_twenty(buy, clock, number, django_assert_num_queries):
    me, made = member("Mei"), [coupon(buy, single=1) for _ in range(number)]
    for each in made:
        codes.give(by=couponing.owner(buy), coupon=each, handle=me.username, now=clock.now)
    typed, stack = [code_of(each) for each in made[:1]], buying.open_team(buy).team
    stack.campaign = buy

    with django_assert_num_queries(2):
        assert len(coupons.mine(user=me, now=clock.now)) == number
    with django_assert_num_queries(1):
        assert len(coupons.of_brand(brand=buy.brand).rows) == number
    with django_assert_num_queries(3):
        assert coupons.figures(coupon=made[0]).unseen == 0
    with django_assert_num_queries(3):
        quoting.quote(user=me, campaign=buy, team=stack, coupons=typed, now=clock.now)
    with django_assert_num_queries(1):
        quoting.quote(user=me, campaign=buy, team=stack, coupons=[], now=clock.now)


def test_strangers_learn_nothing_of_a_brand_s_coupons(buy):
    ten = coupon(buy, single=1)
    one = f"/brands/{buy.brand.slug}/coupons/{ten.public_id}/"
    for who, path in ((None, "/coupons/"), (None, one)):
        assert signed_in(who).get(path).status_code == 302
    stranger, staff = signed_in(member("Ana")), signed_in(f.staff())
    assert {stranger.get(path).status_code for path in (one, f"/brands/{buy.brand.slug}/coupons/")} == {404}
    assert staff.get(one).status_code == 200
    assert code_of(ten) not in staff.get(one).content.decode()
    for way in ("codes", "codes.csv", "give", "more", "edit"):
        assert staff.post(f"{one}{way}{'' if '.' in way else '/'}", {"number": 1}).status_code == 403
        assert stranger.post(f"{one}{way}{'' if '.' in way else '/'}", {"number": 1}).status_code == 404
    assert (CouponCode.objects.count(), figures(ten)) == (1, (0, 0))
