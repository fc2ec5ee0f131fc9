"""Rewards of the catalogue as prizes: set aside at the announcement, handed over once, there again when nobody won."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gamify.models import Challenge, Escrow, Prize
from gamify.services import audit, process
from gamify.services.challenges import drafting, entering, freezing, running, settling
from gamify.services.challenges.terms import Line
from lib import errors
from rewards import prizes
from rewards.models import PrizeStock, Redemption
from rewards.services import proofs
from rewards.services.buying import refusals
from rewards.services.catalogue import redeeming
from tests import factories
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House, post
from tests.rewards.redeeming import redeemed, reward, rich

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(economy, clock):  # noqa: F811
    found = House(clock)
    found.brand.owner = found.owner
    return found


def assert_sound(now):
    process.sweep(now=now)
    assert [found for found in (*audit.check(), *proofs.check(now=now)) if found[1]] == []


def left(of):
    of.refresh_from_db()
    return of.left


@pytest.mark.parametrize("kind", ["benefit", "code", "item"])
def test_winners_get_what_was_set_aside_and_the_rest_is_there_again(house, clock, kind):
    codes = {"code": ("AA-1", "AA-2", "AA-3"), "stock": 0} if kind == "code" else {"stock": 3}
    cup = reward(house.brand, kind=kind, price=5, **codes)
    challenge = house.running(lines=[Line("finish", 2, "reward", {"reward": cup.public_id})])
    assert (Escrow.objects.get().amount, left(cup)) == (0, 1)
    redeemed(rich("Rich"), cup)
    with pytest.raises(redeeming.Shut):  # the last two are the winners'
        redeemed(rich("Late"), cup)
    mei = factories.member("Mei")
    entering.enter(actor=mei, challenge=challenge, now=clock.now)
    post(mei, clock.now)
    post(mei, clock.now)
    assert_sound(clock.now)

    later = clock.now + timedelta(days=8)
    assert settling.catch_up(now=later) == 1

    won = Redemption.objects.get(user=mei)
    assert (won.state, won.price) == ("approved" if kind == "item" else "issued", 0)
    assert (left(cup), PrizeStock.objects.get().remaining) == (1, 0)
    assert_sound(later)


def test_nobody_takes_the_key_of_a_prize_and_holds_up_the_settlement(house, clock):
    cup = reward(house.brand, kind="benefit", price=5, stock=5)
    challenge = house.running(lines=[Line("finish", 1, "reward", {"reward": cup.public_id})])
    mei = rich("Mei")
    entering.enter(actor=mei, challenge=challenge, now=clock.now)
    post(mei, clock.now)
    post(mei, clock.now)
    later = clock.now + timedelta(days=8)
    running.close_due(now=later)
    process.sweep(now=later)
    assert freezing.freeze(challenge.pk, now=later)
    other = reward(house.brand, kind="benefit", price=5, stock=5)
    for taken in (f"prize-{Prize.objects.get().pk}", "unlock-abc"):
        with pytest.raises(refusals.KeyReused):
            redeeming.redeem(actor=mei, reward=other, key=taken, now=later)

    assert settling.catch_up(now=later) == 1
    assert Redemption.objects.get(user=mei).reward == cup
    assert_sound(later)


def test_a_challenge_called_off_gives_back_and_one_that_promises_too_many_is_not_announced(house, clock):
    cup = reward(house.brand, stock=3)
    first = house.running(lines=[Line("finish", 2, "reward", {"reward": cup.public_id})])
    second = house.draft(lines=[Line("finish", 2, "reward", {"reward": cup.public_id})])
    drafting.submit(by=house.editor, challenge=second, now=clock.now)
    with pytest.raises(prizes.TooFew):
        drafting.approve(by=house.staff, challenge=second, now=clock.now)
    drafting.call_off(by=house.staff, challenge=first, reason="It rained", now=clock.now)
    assert left(cup) == 3
    drafting.approve(by=house.staff, challenge=second, now=clock.now)

    assert left(cup) == 1
    assert_sound(clock.now)


def test_nobody_promises_what_another_brand_offers(house, clock):
    other = reward()
    made = house.draft(lines=[Line("finish", 1, "reward", {"reward": other.public_id})])

    with pytest.raises(errors.Invalid) as refused:
        drafting.submit(by=house.editor, challenge=made, now=clock.now)

    assert set(refused.value.fields) == {"lines-0"}
    assert Challenge.objects.get().state == Challenge.State.DRAFT
