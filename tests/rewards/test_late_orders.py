"""Orders that a brand does not send: it is reminded, buyers may take the money back, and at last it goes by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts import personal
from gamify.models import Activity
from inbox import registry
from inbox.models import Notification
from lib import errors
from rewards.models import Campaign, CouponUse, Seat
from rewards.selectors import fulfilment, shelf
from rewards.services import proofs
from rewards.services.buying import addresses, late_orders, seats, shipping, winding_down
from rewards.services.buying.addresses import Address
from rewards.services.money import refunds
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import bank, couponing, factories as f, scenes
from tests.rewards.bank import fresh

pytestmark = pytest.mark.django_db(transaction=True)
BERGEN = Address(recipient="Mei Lin", line1="12 Kettle Lane", city="Bergen", country="NO")


@kept
def bought(clock: Any, *, says_where: bool = True, **terms: Any) -> Seat:
    """Return a paid order of a full team; its mates have said where to, and it too if it `says_where`."""
    first, *mates = bank.full_team(f.campaign(**{"ship_days": 5, **terms}), now=clock.now)
    bank.run_jobs(clock.now)
    for seat in (*mates, *([first] if says_where else [])):
        if seat.campaign.needs_address:
            addresses.give(actor=seat.user, seat=seat, address=BERGEN, now=clock.now)
    return fresh(first)


def sweep(now: Any) -> tuple[int, int, int]:
    """Do what is due; return how many orders were reminded of, became late, and went back."""
    done = shipping.remind_due(now=now), shipping.note_late_due(now=now), late_orders.give_back_due(now=now)
    bank.run_jobs(now)
    return done


def told(kind: str, to: Any = None) -> list[str]:
    """Return the sentences of a kind that somebody was told, or that everybody was."""
    rows = Notification.objects.filter(kind=kind).order_by("pk")
    mine = rows.select_related("actor").filter(recipient=to) if to else rows
    known = registry.get(kind)
    assert known
    return [known.sentence(row.data, row.actor.display_name if row.actor else "") for row in mine]


@pytest.mark.parametrize("mode", ["hold", "setup", "prepay"])
def test_the_time_to_send_begins_with_the_payment_or_with_the_address(mode: str, clock: Any) -> None:
    paid_at = clock.now
    lesson = bought(clock, payment_mode=mode, needs_address=False)
    parcel = bought(clock, payment_mode=mode, says_where=False)

    assert lesson.ship_by == paid_at + timedelta(days=5)
    assert parcel.ship_by is None
    clock.tick(days=2)
    addresses.give(actor=parcel.user, seat=parcel, address=BERGEN, now=clock.now)
    assert fresh(parcel).ship_by == paid_at + timedelta(days=7)
    addresses.give(
        actor=parcel.user, seat=parcel, address=Address("Mei", "1 Hill", "Oslo", "NO"), now=clock.tick(days=1)
    )
    assert fresh(parcel).ship_by == paid_at + timedelta(days=7)  # a change of mind takes no time from the buyer


@pytest.mark.parametrize("mode", ["hold", "prepay"])
def test_an_address_given_before_the_payment_does_not_begin_it(mode: str, clock: Any) -> None:
    seat = bank.open_team(f.campaign(payment_mode=mode, ship_days=5), now=clock.now)
    addresses.give(actor=seat.user, seat=seat, address=BERGEN, now=clock.now)
    bank.pay(seat, now=clock.now)
    assert fresh(seat).ship_by is None

    for _mate in range(2):
        bank.pay(bank.join(seat.team, now=clock.now), now=clock.now)
    bank.run_jobs(clock.tick(hours=1))

    assert fresh(seat).ship_by >= clock.now - timedelta(hours=1) + timedelta(days=5)


def test_the_brand_is_reminded_two_days_before_and_both_are_told_at_the_date(clock: Any) -> None:
    seat = bought(clock)
    owner = seat.campaign.brand.staff.get().user

    assert sweep(clock.tick(days=2, hours=23)) == (0, 0, 0)
    assert sweep(clock.tick(hours=1)) == (3, 0, 0)
    assert sweep(clock.tick(hours=1)) == (0, 0, 0)
    assert [line for line in told("orders_due") if "3 orders" in line] == told("orders_due", owner) != []

    assert sweep(clock.tick(days=1, hours=22)) == (0, 0, 0)
    assert not fresh(seat).late_at
    assert sweep(clock.tick(hours=1)) == (0, 3, 0)
    assert sweep(clock.tick(hours=1)) == (0, 0, 0)
    assert told("buy_late", seat.user) == [
        "“Tea tin” should have been sent by now. You can wait, or have all your money back."
    ]
    assert len(told("buy_late")) == 3
    assert [line for line in told("orders_due", owner) if "late" in line] == [
        "3 orders of “Tea tin” are late. Their buyers can have the money back now."
    ]


def test_what_is_sent_in_time_is_never_late(clock: Any) -> None:
    seat = bought(clock)
    seats.fulfil(actor=seat.campaign.created_by, seat=seat, now=clock.tick(days=4))

    assert sweep(clock.tick(days=90))[1] == 2
    assert fresh(seat).state == "fulfilled"
    with pytest.raises(late_orders.SentAlready):
        late_orders.cancel(actor=seat.user, seat=seat, now=clock.now)
    assert told("buy_late", seat.user) == []


def test_before_the_date_nobody_takes_it_back_and_never_anothers(clock: Any) -> None:
    seat, open_place = bought(clock), bank.open_team(f.campaign(), now=clock.now)

    with pytest.raises(late_orders.NotLate) as caught:
        late_orders.cancel(actor=seat.user, seat=seat, now=clock.tick(days=4, hours=23, minutes=59))
    assert seat.ship_by
    assert caught.value.data["ship_by"] == seat.ship_by.isoformat()
    with pytest.raises(late_orders.NotLate):
        late_orders.cancel(actor=open_place.user, seat=open_place, now=clock.now)
    for other in (member("Out"), seat.campaign.created_by, f.staff()):
        with pytest.raises(errors.NotFound):
            late_orders.cancel(actor=other, seat=seat, now=clock.tick(days=9))
    assert fresh(seat).state == "captured"


@pytest.mark.parametrize("mode", ["hold", "setup", "prepay"])
def test_a_late_order_is_taken_back_whole_even_before_a_sweeper_saw_it(mode: str, clock: Any) -> None:
    campaign_before = bought(clock, payment_mode=mode, sizes=(3, 5))
    seat, taken = campaign_before, fresh(campaign_before.campaign).seats_taken

    late_orders.cancel(actor=seat.user, seat=seat, now=clock.tick(days=5))
    again = late_orders.cancel(actor=seat.user, seat=seat, now=clock.now)
    bank.run_jobs(clock.tick(minutes=2))
    bank.run_jobs(clock.tick(minutes=2))

    payment, stored = bank.payment_of(seat), fresh(seat)
    assert again.state in ("refunding", "refunded")
    assert (stored.state, payment.state, payment.net.minor) == ("refunded", "refunded", 0)
    refund = payment.refunds.get(cause="late")
    assert (refund.asked_by, refund.state) == (seat.user, "done")
    assert fresh(seat.campaign).seats_taken == taken - 1
    assert late_orders.cancel(actor=seat.user, seat=seat, now=clock.now).state == "refunded"
    bank.assert_sound(clock.now)


def test_the_brand_hears_not_to_send_it_and_cannot(clock: Any) -> None:
    seat = bought(clock)
    owner = seat.campaign.created_by

    late_orders.cancel(actor=seat.user, seat=seat, now=clock.tick(days=5))

    with pytest.raises(errors.Conflict):
        seats.fulfil(actor=owner, seat=seat, now=clock.now)
    assert told("orders_gone", owner) == ["Captain took back what was late of “Tea tin”. Do not send it any more."]


def test_a_big_order_needs_no_second_person_and_overtakes_who_waits_for_one(clock: Any, settings: Any) -> None:
    settings.HEARTH_REFUND_LIMITS = {"CNY": 1_000}
    seat = bought(clock)
    asked = refunds.ask(
        by=seat.campaign.created_by,
        payment=bank.payment_of(seat),
        amount_minor=2_000,
        reason="We are sorry.",
        now=clock.now,
    )

    late_orders.cancel(actor=seat.user, seat=seat, now=clock.tick(days=5))
    bank.run_jobs(clock.tick(minutes=2))

    assert fresh(asked).state == "refused"
    assert (fresh(seat).state, bank.payment_of(seat).net.minor) == ("refunded", 0)
    bank.assert_sound(clock.now)


def test_what_went_back_before_is_not_given_twice(clock: Any) -> None:
    seat = bought(clock)
    by, payment = seat.campaign.created_by, bank.payment_of(seat)
    refunds.ask(by=by, payment=payment, amount_minor=1_000, reason="A dent.", now=clock.now)
    later = clock.tick(days=5)

    late_orders.cancel(actor=seat.user, seat=seat, now=later)  # while the first is on its way, or just after
    bank.run_jobs(clock.tick(minutes=2))
    bank.run_jobs(clock.tick(minutes=2))

    done = bank.payment_of(seat)
    assert sorted(done.refunds.values_list("amount_minor", flat=True)) == [1_000, done.captured_minor - 1_000]
    assert (fresh(seat).state, done.net.minor) == ("refunded", 0)
    bank.assert_sound(clock.now)


def test_points_go_and_coupons_come_back(clock: Any) -> None:
    campaign = f.campaign(ship_days=5)
    coupon = couponing.coupon(campaign, value=1_000)
    first = bank.open_team(campaign, now=clock.now, coupons=[couponing.code_of(coupon)])
    bank.pay(first, now=clock.now)
    for _mate in range(2):
        bank.pay(bank.join(first.team, now=clock.now), now=clock.now)
    bank.run_jobs(clock.now)
    addresses.give(actor=first.user, seat=first, address=BERGEN, now=clock.now)
    assert CouponUse.objects.get(seat=first).state == "redeemed"

    late_orders.cancel(actor=first.user, seat=first, now=clock.tick(days=5))
    bank.run_jobs(clock.tick(minutes=2))

    assert CouponUse.objects.get(seat=first).state == "restored"
    assert Activity.objects.filter(verb="undo", actor=first.user).count() == 2
    bank.assert_sound(clock.now)


def test_a_month_after_both_were_told_it_goes_back_by_itself(clock: Any) -> None:
    seat = bought(clock)
    owner = seat.campaign.created_by
    clock.tick(days=60)  # nobody was told meanwhile: the jobs stood still

    assert sweep(clock.now) == (0, 3, 0)
    assert sweep(clock.tick(days=29, hours=23)) == (0, 0, 0)
    assert sweep(clock.tick(hours=1)) == (0, 0, 3)
    assert sweep(clock.tick(minutes=2)) == (0, 0, 0)

    assert {each.state for each in Seat.objects.filter(campaign=seat.campaign)} == {"refunded"}
    assert told("orders_gone", owner) == ["Orders of “Tea tin” went back to their buyers: they were a month late."]
    assert bank.payment_of(seat).refunds.get(cause="never_sent").asked_by is None
    assert fresh(seat.campaign).seats_taken == 0
    bank.assert_sound(clock.now)


def test_who_never_says_where_is_asked_three_times_and_gets_the_money_back(clock: Any) -> None:
    silent = bought(clock, says_where=False)
    asked = Notification.objects.filter(recipient=silent.user, kind="buy_address")
    for days in (3, 25):
        clock.tick(days=days)
        bank.run_jobs(clock.now)

    assert asked.count() == 3
    assert "or your money comes back by itself" in told("buy_address", silent.user)[-1]
    assert late_orders.give_back_due(now=clock.tick(days=6, hours=23)) == 0
    assert late_orders.give_back_due(now=clock.tick(hours=1)) == 1
    bank.run_jobs(clock.tick(minutes=2))

    assert fresh(silent).state == "refunded"
    assert bank.payment_of(silent).refunds.get(cause="no_address").state == "done"
    assert asked.count() == 3
    bank.assert_sound(clock.now)


def test_whoever_says_it_at_the_last_moment_keeps_the_order(clock: Any) -> None:
    silent = bought(clock, says_where=False)
    for days in (3, 25):
        bank.run_jobs(clock.tick(days=days))

    addresses.give(actor=silent.user, seat=silent, address=BERGEN, now=clock.tick(days=7))

    assert late_orders.give_back_due(now=clock.now) == 0
    assert fresh(silent).ship_by == clock.now + timedelta(days=5)


def test_whoever_takes_a_late_order_back_can_close_the_account(clock: Any) -> None:
    seat = bought(clock)
    assert len(personal.obstacles(seat.user)) == 1

    late_orders.cancel(actor=seat.user, seat=seat, now=clock.tick(days=5))
    bank.run_jobs(clock.tick(minutes=2))

    assert list(personal.obstacles(seat.user)) == []


def test_an_order_that_nobody_sends_does_not_keep_the_books_open_for_ever(clock: Any) -> None:
    seat = bought(clock)
    Campaign.objects.filter(pk=seat.campaign_id).update(state="closing")
    for days in (5, 30):
        sweep(clock.tick(days=days))

    sweep(clock.tick(minutes=2))

    assert winding_down.settle_due(now=clock.now) == 1


def test_a_refund_on_its_way_after_the_books_closed_is_no_difference(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = bought(clock)
    owner = seat.campaign.created_by
    for each in seat.team.seats.all():
        seats.fulfil(actor=owner, seat=each, now=clock.now)
    Campaign.objects.filter(pk=seat.campaign_id).update(state="closing")
    bank.run_jobs(clock.tick(days=1))
    assert winding_down.settle_due(now=clock.now) == 1

    monkeypatch.setattr("rewards.services.money.calling.make_soon", lambda *args, **kwargs: None)
    payment = bank.payment_of(seat)
    refunds.ask(by=owner, payment=payment, amount_minor=payment.net.minor, reason="Broken.", now=clock.now)

    assert bank.payment_of(seat).state == "refunding"
    assert not dict(proofs.check(now=clock.now))["settled campaigns have no open payment"]


def test_late_ones_stand_first_wherever_a_brand_looks(clock: Any, django_assert_num_queries: Any) -> None:
    campaign = f.campaign(ship_days=5)
    team = scenes.team(campaign, *scenes.people(3), size=3, state="succeeded", has_succeeded=True, price_minor=8_000)
    soon, late, _unknown = team.seats.order_by("pk")
    for seat, days in ((soon, 1), (late, -1)):
        scenes.address(seat)
        Seat.objects.filter(pk=seat.pk).update(ship_by=clock.now + timedelta(days=days))
    shipping.note_late_due(now=clock.now)

    lines = [(line.kind, line.count) for line in shelf.waiting(campaign.created_by, campaign.brand)]
    found = fulfilment.page(campaign=campaign, stage="send", may_ship=True).lines

    assert lines == [("Late: to be sent at once", 1), ("Parcels to send", 1)]
    assert [(line.seat.pk, line.is_late) for line in found] == [(late.pk, True), (soon.pk, False)]


def test_pages_of_what_is_to_be_sent_follow_one_another(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulfilment, "PAGE", 2)
    campaign = f.campaign()
    team = scenes.team(campaign, *scenes.people(5), state="succeeded", has_succeeded=True, price_minor=6_000)
    wanted = list(team.seats.order_by("pk"))
    days = (3, None, 1, 3, None)
    for seat, wait in zip(wanted, days, strict=True):
        scenes.address(seat)
        at = None if wait is None else clock.now + timedelta(days=wait)
        Seat.objects.filter(pk=seat.pk).update(ship_by=at)

    seen, after = [], ""
    while True:
        page = fulfilment.page(campaign=campaign, stage="send", may_ship=True, after=after)
        seen += [line.seat.pk for line in page.lines]
        if not (after := page.next_cursor):
            break

    assert seen == [wanted[place].pk for place in (2, 0, 3, 1, 4)]
