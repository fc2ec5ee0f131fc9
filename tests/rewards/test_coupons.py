"""Coupons on seats: put on as a whole, charged less, and back when nothing comes of the seat."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from inbox.models import Notification
from lib import errors
from rewards.models import Coupon, CouponUse, GatewayCall, Seat
from rewards.payments import Cause, Outcome, TakenBack
from rewards.services.buying import seats, teams
from rewards.services.coupons import codes, drafting, refusals, sweeping
from rewards.services.money import failed_charges, refunds
from tests.factories import member
from tests.rewards import buying, couponing, factories
from tests.rewards.buying import fresh
from tests.rewards.couponing import code_of, coupon, figures, states
from tests.rewards.test_many import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(clock):
    return factories.brand()


@pytest.fixture
def buy(of):
    return factories.campaign(of, sizes=(3, 5))


def pair(buy, **changes):
    """Return two coupons that go together."""
    ten = coupon(buy, value=1_000, stacks=True, **changes)
    return ten, coupon(buy, kind="percent", value=2_000, stacks=True, **changes)


@pytest.mark.parametrize("mode", ["hold", "setup", "prepay"])
def test_a_stack_lowers_what_is_held_and_what_is_charged(clock, mode):
    buy = factories.campaign(sizes=(5,), payment_mode=mode, completion="ratio", ratio_percent=60)
    ten, fifth = pair(buy)
    captain = buying.open_team(buy, size=5)
    mine = buying.join(captain.team, coupons=[code_of(fifth).lower(), code_of(ten)])
    payment = buying.payment_of(mine)

    assert (mine.limit_minor, mine.discount_minor, payment.amount_minor) == (5_600, 2_400, 5_600)  # of 8,000 at three
    assert (figures(ten), figures(fifth)) == ((1, 0), (1, 0))
    for _ in range(3):
        buying.join(captain.team)
    mine = fresh(mine)  # five people pay 6,000, this one 10 less and then a fifth less

    assert (fresh(mine.team).price_minor, mine.discount_minor) == (6_000, 2_000)
    if mode == "prepay":
        assert payment.refunds.get().amount_minor == 5_600 - 4_000
    else:
        assert payment.calls.get(kind=GatewayCall.Kind.CAPTURE).amount_minor == 4_000
        buying.tell(payment, Outcome.CAPTURED, captured_minor=4_000)
    assert states(mine) == ["redeemed", "redeemed"]
    assert (figures(ten), figures(fifth)) == ((0, 1), (0, 1))
    assert list(CouponUse.objects.order_by("pk").values_list("discount_minor", flat=True)) == [1_000, 1_000]
    assert not couponing.wrong()


def test_one_that_is_refused_refuses_the_stack_and_the_seat(buy):
    ten, fifth = pair(buy)
    captain = buying.open_team(buy)
    Coupon.objects.filter(pk=fifth.pk).update(used=100)

    with pytest.raises(refusals.CouponUsedUp) as refused:
        buying.join(captain.team, coupons=[code_of(ten), code_of(fifth)])

    assert refused.value.data == {"coupon": code_of(fifth)}
    assert Seat.objects.count() == 1
    assert (figures(ten), CouponUse.objects.count()) == ((0, 0), 0)


def test_a_failing_team_frees_the_whole_stack_and_it_is_used_again(buy, clock):
    ten, fifth = pair(buy)
    me, stack = member("Mei"), [code_of(ten), code_of(fifth)]
    first = buying.join(buying.open_team(buy).team, me, coupons=stack)
    clock.tick(hours=49)

    assert teams.end_due(now=clock.now) == 1
    assert (fresh(first).state, states(first)) == ("voiding", ["released", "released"])
    assert (figures(ten), figures(fifth)) == ((0, 0), (0, 0))
    told = Notification.objects.filter(recipient=me, kind="coupon_back")
    assert told.count() == 2
    again = buying.open_team(buy, me, coupons=stack)
    assert states(again) == ["held", "held"]
    assert not couponing.wrong()


@pytest.mark.parametrize("way", ["lapses", "leaves", "declined", "dropped"])
def test_a_seat_that_comes_to_nothing_gives_its_coupon_back(buy, clock, way):
    ten = coupon(buy, per_member=1)
    mine = buying.join(buying.open_team(buy).team, coupons=[code_of(ten)], paid=way in ("leaves", "dropped"))
    if way == "lapses":
        clock.tick(minutes=11)
        seats.lapse_due(now=clock.now)
    elif way == "leaves":
        seats.leave(actor=mine.user, seat=mine, now=clock.now)
    elif way == "declined":
        buying.tell(buying.payment_of(mine), Outcome.DECLINED)
        assert figures(ten) == (1, 0)
        return
    else:
        buying.join(mine.team)
        buying.tell(buying.payment_of(mine), Outcome.DECLINED)
        assert (fresh(mine).state, figures(ten)) == ("fix_needed", (1, 0))
        clock.tick(days=8)
        failed_charges.drop_due(now=clock.now)
    assert (states(mine), figures(ten)) == (["released"], (0, 0))
    assert not Notification.objects.filter(kind="coupon_back").exists()
    assert not couponing.wrong()


@pytest.mark.parametrize("gone", ["", "used up", "over"])
def test_who_pays_a_minute_late_gets_the_coupon_back_with_the_place_or_neither(buy, clock, gone):
    ten = coupon(buy, max_uses=1)
    mine = buying.join(buying.open_team(buy).team, coupons=[code_of(ten)], paid=False)
    clock.tick(minutes=11)
    seats.lapse_due(now=clock.now)
    if gone == "used up":
        buying.open_team(buy, coupons=[code_of(ten)])
    elif gone:
        Coupon.objects.update(closes_at=clock.now)
    buying.pay(mine)

    assert fresh(mine).state == ("lapsed" if gone else "authorised")
    assert states(mine) == (["released"] if gone else ["held"])
    assert buying.payment_of(mine).state == ("voiding" if gone else "authorised")
    assert not couponing.wrong()


@pytest.mark.parametrize("by_bank", [False, True])
@pytest.mark.parametrize(("sent", "state", "left"), [(False, "restored", (0, 0)), (True, "redeemed", (0, 1))])
def test_a_whole_refund_gives_the_coupon_back_unless_the_parcel_was_sent(clock, sent, state, left, by_bank):
    buy = factories.campaign(sizes=(3,), payment_mode="prepay", needs_address=False)
    ten = coupon(buy)
    captain = buying.open_team(buy)
    mine = buying.join(captain.team, coupons=[code_of(ten)])
    buying.join(captain.team)
    if sent:
        seats.fulfil(actor=couponing.owner(buy), seat=fresh(mine), now=clock.now)
    payment = buying.payment_of(mine)
    back = payment.captured_minor
    if by_bank:
        buying.tell(
            payment, Outcome.CAPTURED, captured_minor=back, taken_back=(TakenBack("cb1", back, Cause.CHARGEBACK),)
        )
        assert fresh(mine).state == "refunded"
    else:
        refunds.ask(by=factories.staff(), payment=payment, amount_minor=back, reason="Broken.", key="a", now=clock.now)

    assert (states(mine), figures(ten)) == ([state], left)
    assert not couponing.wrong()


def test_who_moves_keeps_the_coupon_and_pays_the_price_of_the_new_team(buy, clock):
    ten = coupon(buy)
    old, new = buying.open_team(buy, size=3), buying.open_team(buy, size=5, now=clock.now + timedelta(hours=2))
    mine = buying.join(old.team, coupons=[code_of(ten)], plan_b="move")
    clock.tick(hours=48)
    teams.end_due(now=clock.now)
    for _ in range(3):
        buying.join(new.team)

    mine = fresh(mine)
    assert (mine.team_id, mine.state, fresh(new.team).price_minor) == (new.team_id, "capturing", 6_000)
    assert (buying.payment_of(mine).calls.get(kind="capture").amount_minor, figures(ten)) == (5_000, (1, 0))
    assert not couponing.wrong()


def test_a_member_uses_it_as_often_as_one_may_and_a_key_again_gives_the_same_seat(of, buy, clock):
    ten, other = coupon(buy, per_member=1), coupon(buy)
    me, wish = member("Mei"), {"key": "the-same", "plan_b": "stop", "now": clock.now}
    mine = teams.open(actor=me, campaign=buy, size=3, coupons=[code_of(ten)], **wish)

    assert teams.open(actor=me, campaign=buy, size=3, coupons=[f" {code_of(ten).lower()} "], **wish).pk == mine.pk
    assert figures(ten) == (1, 0)
    for changed in ([], [code_of(other)]):
        with pytest.raises(errors.Conflict) as reused:
            teams.open(actor=me, campaign=buy, size=3, coupons=changed, **wish)
        assert reused.value.code == "rewards.key_reused"
    elsewhere = factories.campaign(of)
    with pytest.raises(refusals.CouponOnce):
        buying.open_team(elsewhere, me, coupons=[code_of(ten)])


def test_each_refusal_says_why(of, buy, clock):
    captain, me = buying.open_team(buy), member("Mei")
    mine = coupon(buy, single=2)
    given = codes.give(by=couponing.owner(buy), coupon=mine, handle=me.username, now=clock.now)
    stopped = coupon(buy)
    drafting.revoke(by=couponing.owner(buy), coupon=stopped, reason="No more.", now=clock.now)
    waits, lonely = coupon(buy, opens_at=clock.now + timedelta(days=1)), coupon(buy)
    other = factories.campaign(of)
    wanted = {
        refusals.CouponUnknown: [["NOSUCHCODE"], [given.code], [code_of(coupon(factories.campaign()))],
                                 [code_of(coupon(buy, is_open=False))]],
        refusals.CouponOver: [[code_of(stopped)]],
        refusals.CouponWaits: [[code_of(waits)]],
        refusals.CouponElsewhere: [[code_of(coupon(buy, campaign=other.public_id))]],
        refusals.CouponTooSmall: [[code_of(coupon(buy, least_minor=8_001))]],
        refusals.CouponAlone: [[code_of(lonely), code_of(coupon(buy, stacks=True))]],
        refusals.CouponTooMany: [["A1", "B2", "C3", "D4"]],
        refusals.CouponIdle: [[code_of(coupon(buy, value=8_000, stacks=True)), code_of(coupon(buy, stacks=True))]],
    }  # fmt: skip
    for kind, tries in wanted.items():
        for each in tries:
            with pytest.raises(kind):
                buying.join(captain.team, coupons=each)
    assert Seat.objects.count() == 1
    assert buying.join(captain.team, me, coupons=[given.code]).discount_minor == 1_000


def test_a_single_code_is_on_one_seat_and_is_told_of_before_it_ends(buy, clock):
    mine = coupon(buy, single=2, per_member=5)
    me, owner = member("Mei"), couponing.owner(buy)
    given = codes.give(by=owner, coupon=mine, handle=f"@{me.username}", now=clock.now)
    assert codes.give(by=owner, coupon=mine, handle=me.username, now=clock.now).pk == given.pk
    (other,) = codes.hand_over(by=owner, coupon=mine, now=clock.now)
    assert codes.hand_over(by=owner, coupon=mine, now=clock.now) == ()

    first = buying.open_team(buy, coupons=[other])
    with pytest.raises(refusals.CouponUsedUp):
        buying.join(first.team, coupons=[other])
    clock.tick(days=28)
    assert (sweeping.warn_due(now=clock.now), sweeping.warn_due(now=clock.now)) == (1, 0)
    kinds = Notification.objects.filter(kind__startswith="coupon").values_list("recipient", "kind").order_by("pk")
    assert list(kinds) == [(me.pk, "coupon_given"), (me.pk, "coupon_ending")]
    clock.tick(days=2)
    assert (sweeping.expire_due(now=clock.now), sweeping.expire_due(now=clock.now)) == (1, 0)
    assert (fresh(mine).state, figures(mine)) == ("expired", (1, 0))


def test_what_is_broken_is_found_and_named(of, buy):
    ten = coupon(buy, single=2)
    mine = buying.join(buying.open_team(buy).team, coupons=[code_of(ten)])
    use, seat = CouponUse.objects.filter(seat=mine), Seat.objects.filter(pk=mine.pk)
    other, same = coupon(factories.campaign(of, currency="EUR")), {"user_id": mine.user_id, "taken_at": mine.taken_at}
    breaks = {
        "coupons count every use once and are never used more often than they may": lambda: Coupon.objects.update(
            held=2
        ),
        "nobody uses a coupon more often than one may": lambda: CouponUse.objects.create(
            state="held", coupon=ten, code_id=use.get().code_id + 1, seat=Seat.objects.first(), slot=2, **same
        ),
        "each single code is on one seat": lambda: CouponUse.objects.create(
            state="held", coupon=ten, code=use.get().code, seat=Seat.objects.first(), slot=3, **same
        ),
        "coupons are where their seats are": lambda: seat.update(state="left"),
        "coupons are for what they are on": lambda: use.update(coupon=other),
        "discounts are what the frozen terms of coupons say": lambda: Coupon.objects.filter(pk=ten.pk).update(value=7),
    }
    stripped = ("discounts are what the frozen terms of coupons say", lambda: seat.update(discounts=[]))
    for name, wrench in (*breaks.items(), stripped):
        with transaction.atomic():
            assert name not in couponing.wrong()
            wrench()
            assert name in couponing.wrong()
            transaction.set_rollback(True)


def test_terms_stand_once_it_is_open(buy, clock):
    by, draft = couponing.owner(buy), coupon(buy, is_open=False, value=0, code="")
    with pytest.raises(errors.Invalid) as lacking:
        drafting.open(by=by, coupon=draft, now=clock.now)
    assert set(lacking.value.fields) == {"value", "code"}
    ten = coupon(buy, code="Spring Tea")
    with pytest.raises(errors.Invalid):
        coupon(buy, code="spring-tea")
    for change in (lambda: drafting.edit(by=by, coupon=ten, terms=couponing.Terms(names={}), now=clock.now),
                   lambda: drafting.open(by=by, coupon=ten, now=clock.now)):  # fmt: skip
        with pytest.raises(errors.Conflict):
            change()
    with pytest.raises(errors.NotFound):
        drafting.allow_more(by=member("Stranger"), coupon=ten, more=1)
    assert drafting.allow_more(by=by, coupon=ten, more=5).max_uses == 105


def test_a_team_full_of_coupons_succeeds_in_as_many_statements_as_a_small_one(clock):
    found = {}
    for size in (5, 10):
        buy = factories.campaign(sizes=(size,), ladder=[(1, 10_000), (2, 8_000)])
        ten = coupon(buy)
        captain = buying.open_team(buy, size=size, coupons=[code_of(ten)])
        for _ in range(size - 2):
            buying.join(captain.team, coupons=[code_of(ten)])
        last = buying.join(captain.team, paid=False, coupons=[code_of(ten)])
        found[size] = counted(lambda last=last: buying.pay(last))
        assert figures(ten) == (size, 0)
    assert found[5] == found[10]
