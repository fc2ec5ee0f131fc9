"""What staff, owners and askers hear of money that waits, and of answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from inbox import registry
from inbox.models import Notification
from live.selectors import topics
from rewards.models import Refund
from rewards.services.buying import campaigns, winding_down
from rewards.services.money import refunds
from tests.rewards import bank, factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(clock: Any, settings: Any) -> Any:
    """A paid seat above the limit, with its brand's owner at hand, and staff: one free, one of the brand, one buyer."""
    settings.HEARTH_REFUND_LIMITS = {"CNY": 5_000}
    insider, buyer = factories.staff("Insider"), factories.staff("Buyer")
    brand = factories.brand(editor=insider)
    campaign = factories.campaign(brand)
    seat: Any = bank.open_team(campaign, buyer, now=clock.now)
    for each in (seat, bank.join(seat.team, now=clock.now), bank.join(seat.team, now=clock.now)):
        bank.pay(each, now=clock.now)
    seat.owner, seat.insider, seat.second = brand.owner, insider, factories.staff("Second")
    return seat


def ask(order: Any, clock: Any, by: Any = None) -> Refund:
    payment = bank.payment_of(order)
    return refunds.ask(by=by or order.owner, payment=payment, amount_minor=8_000, reason="Came broken", now=clock.now)


def lines(user: Any) -> list[str]:
    """Return what the member reads of refunds."""
    rows = Notification.objects.filter(recipient=user, kind__startswith="refund_").order_by("pk")
    with translation.override("en"):
        kinds = [(registry.get(row.kind), row) for row in rows]
        return [kind.sentence(row.data, row.actor.display_name if row.actor else "") for kind, row in kinds if kind]


def test_staff_who_may_agree_hear_that_a_refund_waits_and_nobody_else(order, clock):
    before = topics.versions([f"member:{order.second.public_id}:inbox"])

    ask(order, clock)

    assert lines(order.second) == ["Owner asks to give back ¥80 for “Tea tin”. A second person has to agree."]
    assert lines(order.insider) == lines(order.user) == lines(order.owner) == []
    assert topics.versions([f"member:{order.second.public_id}:inbox"]) != before


def test_staff_who_asked_themselves_are_not_told_of_it(order, clock):
    ask(order, clock, by=order.second)

    assert lines(order.second) == []


def test_a_small_refund_is_nobodys_news(order, clock):
    refunds.ask(by=order.owner, payment=bank.payment_of(order), amount_minor=100, reason="A dent", now=clock.now)

    assert not Notification.objects.filter(kind="refund_waits").exists()


@pytest.mark.parametrize(
    ("decide", "said"),
    [
        (refunds.agree, "Second agreed: ¥80 for “Tea tin” is on its way back."),
        (refunds.refuse, "Second refused to give back ¥80 for “Tea tin”."),
    ],
)
def test_who_asked_hears_the_answer(order, clock, decide, said):
    row = ask(order, clock)

    decide(by=order.second, refund=row, now=clock.now)

    assert lines(order.owner) == [said]


def test_who_takes_it_back_needs_no_answer(order, clock):
    refunds.refuse(by=order.owner, refund=ask(order, clock), now=clock.now)

    assert lines(order.owner) == []


def test_who_asked_hears_that_the_whole_went_back_before_anybody_agreed(order, clock):
    ask(order, clock)
    campaigns.cancel(by=order.second, campaign=order.campaign, reason="It is over", now=clock.now)

    winding_down.refund_cancelled(now=clock.now)

    said = "The ¥80 for “Tea tin” need no second person any more: the whole order went back."
    assert lines(order.owner) == [said]
