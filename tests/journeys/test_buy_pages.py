"""Every page of buying together: nothing serious for axe in light and in dark, and nothing wider than a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from lib import clock
from rewards.models import Seat
from rewards.services.coupons import codes
from tests.factories import member
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.gallery import LONG
from tests.journeys.test_every_page import faults_of
from tests.rewards import buying, couponing, factories as f, scenes

pytestmark = pytest.mark.usefixtures("town")
WON = {"state": "succeeded", "price_minor": 6_000, "has_succeeded": True}


def build(me: User) -> list[str]:
    """Return the addresses of pages on which something of each kind stands."""
    tin = f.campaign(names={"en": f"Spring tin, {LONG}"[:80]}, single_minor=12_000, per_member=4)
    team = scenes.team(tin, me, *scenes.people(2), name=f"Early {LONG}"[:40])
    scenes.seat(team, member("Bo Lin", handle="bolin"), state="held")
    won = scenes.team(tin, me, *scenes.people(4), **WON, ended_at=clock.now() - timedelta(minutes=3))
    lost = scenes.team(tin, *scenes.people(2), state="failed", has_succeeded=False, seats_taken=0)
    other = scenes.team(tin, *scenes.people(3))
    offer = scenes.offer(scenes.waiting(tin, me), other)
    stack = [couponing.coupon(tin, stacks=True, names={"en": LONG[:60]}), couponing.coupon(tin, single=1)]
    codes.give(by=couponing.owner(tin), coupon=stack[1], handle=me.username, now=clock.now())
    with_one = buying.open_team(tin, me, coupons=[couponing.code_of(stack[0])], paid=False).public_id
    sold = f.campaign(stock=3, sizes=(3,), ladder=[(1, 900)])
    scenes.team(sold, *scenes.people(3), size=3)
    order, receipt = (Seat.objects.get(user=me, team=one).public_id for one in (team, won))
    campaign, mine = f"/buy/{tin.public_id}/", f"/buy/t/{team.public_id}/"
    return [
        "/buy/",
        campaign,
        f"{campaign}open/?size=5",
        f"/buy/{sold.public_id}/",
        f"/buy/{sold.public_id}/wait/",
        mine,
        f"{mine}invite/",
        f"{mine}merge/",
        f"/buy/t/{other.public_id}/join/",
        f"/buy/t/{won.public_id}/",
        f"/buy/t/{lost.public_id}/",
        f"/buy/offer/{offer.token}/",
        "/orders/",
        f"/orders/{order}/",
        f"/orders/{receipt}/receipt/",
        f"/orders/{with_one}/",
        "/coupons/",
    ]


def test_every_page_of_buying_is_free_of_serious_faults(open_page: OpenPage, problems: Problems) -> None:
    me = member("Mei Lin")
    paths = build(me)
    page = open_page(me)

    faults = [fault for path in paths for fault in faults_of(page, path)]

    assert not faults, "\n".join(faults)
