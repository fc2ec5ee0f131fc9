"""Seats, places, coupons and rewards that are handed out never exceed what there is: whoever is overtaken hears so.

Each half of each guard is met alone; the constraints of the database behind it are no answer to a buyer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from lib.machines.steps import Overtaken
from rewards.models import BuyTeam, Campaign, Coupon, Reward, Seat
from rewards.services.buying import claims, counters
from rewards.services.catalogue import stock
from tests.rewards import buying, couponing, factories, redeeming
from tests.rewards.buying import fresh

pytestmark = pytest.mark.django_db


def test_what_would_exceed_what_there_is_or_fall_below_nothing_changes_nothing(clock):
    team = buying.open_team(factories.campaign(stock=4)).team
    of = redeeming.reward(factories.brand(), stock=1)
    BuyTeam.objects.filter(pk=team.pk).update(house_seats=1)
    team.refresh_from_db()
    too_much: list[Callable[[], None]] = [
        lambda: counters.stock(team.campaign, 4),
        lambda: counters.stock(team.campaign, -2),
        lambda: counters.places(team, taken=2),
        lambda: counters.places(team, taken=-2),
        lambda: counters.places(team, confirmed=3),
        lambda: counters.places(team, confirmed=-2),
        lambda: stock.give_back(of),
    ]
    before = figures()

    for change in too_much:
        with pytest.raises(Overtaken), transaction.atomic():
            change()
        assert figures() == before

    counters.stock(team.campaign, 3)
    counters.places(team, taken=1, confirmed=2)
    stock.claim(of)
    with pytest.raises(Overtaken), transaction.atomic():
        stock.claim(of)
    assert figures() == [(4, 4), (2, 3), (1, 1)]


def test_a_seat_is_not_handed_out_when_somebody_was_faster_than_the_look_at_what_is_left(clock, monkeypatch):
    captain = buying.open_team(factories.campaign())
    coupon = couponing.coupon(captain.campaign)
    codes = [couponing.code_of(coupon)]
    team, campaign = (BuyTeam.objects.filter(pk=captain.team_id), Campaign.objects.filter(pk=captain.campaign_id))
    rivals: list[Callable[[], Any]] = [
        lambda: campaign.update(seats_taken=100),
        lambda: team.update(seats_taken=3),
        lambda: team.update(house_seats=2),
        lambda: team.update(state="failed"),
        lambda: Coupon.objects.update(held=100),
        lambda: Coupon.objects.update(state="paused"),
    ]
    write = claims.write

    for faster in rivals:
        monkeypatch.setattr(claims, "write", lambda batch, now, faster=faster: (faster(), write(batch, now)))
        with pytest.raises(Overtaken):
            buying.join(captain.team, paid=False, coupons=codes)

    assert Seat.objects.count() == fresh(captain.team).seats_taken == 1
    monkeypatch.setattr(claims, "write", write)
    buying.join(captain.team, paid=False, coupons=codes)
    assert couponing.figures(coupon) == (1, 0)


def figures() -> list[tuple[int, int]]:
    """Return what is taken of what there is: of the stock; of the team, with who is confirmed; of the reward."""
    team, reward = BuyTeam.objects.get(), Reward.objects.get()
    campaign = Campaign.objects.get()
    return [
        (campaign.seats_taken, campaign.stock),
        (team.seats_taken, team.confirmed),
        (reward.taken, reward.stock),
    ]
