"""Many hands on one coupon: in many campaigns, so that nothing but the coupon itself keeps them apart."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from lib import clock as time
from rewards.models import CouponUse, Seat
from rewards.services.coupons import coupon_batch, refusals
from tests.factories import member
from tests.races.hands import at_once, meet, unlock
from tests.rewards import buying, couponing, factories
from tests.rewards.couponing import code_of, figures

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]


def shops(number, **terms):
    """Return campaigns of one brand, and a coupon for all of them."""
    brand = factories.brand()
    found = [factories.campaign(brand) for _ in range(number)]
    return found, couponing.coupon(found[0], **terms)


def take(campaign, user, coupon):
    return buying.open_team(campaign, user, paid=False, coupons=[code_of(coupon)], now=time.now())


def everything_agrees(coupon):
    """Invariant 15."""
    held, used = figures(coupon)
    assert held + used <= coupon.max_uses
    assert CouponUse.objects.filter(coupon=coupon, state="held").count() == held
    assert not couponing.wrong()


def test_of_fifty_on_one_coupon_as_many_have_it_as_it_is_good_for():
    campaigns, coupon = shops(5, max_uses=7)
    people = [member(f"P{number}") for number in range(50)]

    granted, refused = at_once(lambda number: take(campaigns[number % 5], people[number], coupon), 50)

    assert (len(granted), len(refused)) == (7, 43)
    assert {type(error) for error in refused} == {refusals.CouponUsedUp}
    assert Seat.objects.count() == 7
    everything_agrees(coupon)


def test_one_member_twice_at_once_uses_it_once():
    campaigns, coupon = shops(6, per_member=1)
    mei = member("Mei")

    granted, refused = at_once(lambda number: take(campaigns[number], mei, coupon), 6)

    assert (len(granted), {type(error) for error in refused}) == (1, {refusals.CouponOnce})
    everything_agrees(coupon)


@pytest.mark.production_only
@pytest.mark.parametrize("terms", [{"max_uses": 1}, {"per_member": 1}])
def test_without_the_lock_and_the_guard_the_database_still_refuses(monkeypatch, terms):
    """The negative control: all read before the first writes, and nothing but a constraint stands in their way."""
    campaigns, coupon = shops(4, **terms)
    mei, people = member("Mei"), [member(f"P{number}") for number in range(4)]
    unlock(monkeypatch)
    monkeypatch.setattr(coupon_batch, "_IF_LEFT", "WHERE c.id = k.coupon")
    meet(monkeypatch, coupon_batch, "live_uses", 4)

    def one(number):
        return take(campaigns[number], mei if "per_member" in terms else people[number], coupon)

    granted, refused = at_once(one, 4)

    assert len(granted) == 1
    assert {type(error) for error in refused} == {IntegrityError}
    everything_agrees(coupon)
