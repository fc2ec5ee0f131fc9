"""The end of campaigns: a cancelled one gives everything back, a finished one closes its books when nothing moves."""

from __future__ import annotations

from typing import Any

import pytest

from rewards.models import BuyTeam, Campaign, Payment, Refund
from rewards.payments import Outcome
from rewards.services.buying import campaigns, seats, teams, waiting, winding_down
from rewards.services.money import refunds
from tests.factories import member
from tests.rewards import buying, factories as f, scenes
from tests.rewards.buying import fresh, join, open_team, payment_of, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def no_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bank says only what the test lets it say."""
    monkeypatch.setattr("rewards.services.money.calling.make_soon", lambda *args, **kwargs: None)


def full_team(campaign: Campaign, size: int = 3) -> BuyTeam:
    """Return a team that came together and whose members are charged."""
    team = open_team(campaign, size=size).team
    for _each in range(size - 1):
        join(team)
    for seat in team.seats.all():
        tell(payment_of(seat), Outcome.CAPTURED, captured_minor=team_price(team))
    return fresh(team)


def team_price(team: BuyTeam) -> int:
    price = fresh(team).price_minor
    assert price is not None
    return int(price)


def cancel(campaign: Campaign, clock: Any) -> None:
    campaigns.cancel(by=f.staff(), campaign=campaign, reason="The kiln burned down.", now=clock.now)


def test_what_was_paid_and_not_sent_goes_back_when_a_campaign_is_cancelled(clock: Any) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    team = full_team(campaign)
    sent, *waiting_ones = team.seats.order_by("pk")
    scenes.address(sent)
    seats.fulfil(actor=shop.owner, seat=sent, note="", now=clock.now)
    cancel(campaign, clock)

    assert winding_down.refund_cancelled(now=clock.now) == 2
    assert winding_down.refund_cancelled(now=clock.now) == 0

    assert [fresh(seat).state for seat in waiting_ones] == ["refunding", "refunding"]
    assert fresh(sent).state == "fulfilled"
    assert set(Refund.objects.values_list("amount_minor", "cause", "state")) == {(8_000, "cancelled", "sent")}
    assert fresh(team).has_succeeded


def test_teams_that_form_end_with_nothing_charged(clock: Any) -> None:
    campaign = f.campaign()
    seat = open_team(campaign)
    cancel(campaign, clock)

    assert teams.end_due(now=clock.now) == 1
    assert (fresh(seat.team).state, fresh(seat).state) == ("failed", "voiding")
    assert fresh(campaign).seats_taken == 0


def test_who_pays_while_the_campaign_is_cancelled_gets_it_back(clock: Any) -> None:
    campaign = f.campaign()
    captain = open_team(campaign, size=3)
    join(captain.team)
    late = join(captain.team, paid=False)
    cancel(campaign, clock)

    buying.pay(late)
    for seat in captain.team.seats.all():
        if fresh(payment_of(seat)).state == "capturing":
            tell(payment_of(seat), Outcome.CAPTURED, captured_minor=8_000)
    teams.end_due(now=clock.now)
    winding_down.refund_cancelled(now=clock.now)

    states = {fresh(seat).state for seat in captain.team.seats.all()}
    assert states <= {"refunding", "voiding", "lapsed", "voided", "refunded"}


def test_a_running_campaign_gives_nothing_back_by_itself(clock: Any) -> None:
    full_team(f.campaign())

    assert winding_down.refund_cancelled(now=clock.now) == 0
    assert not Refund.objects.exists()


def closing(clock: Any) -> Campaign:
    campaign = f.campaign()
    campaigns.close_due(now=clock.tick(days=14))
    campaign.refresh_from_db()
    assert campaign.state == "closing"
    return campaign


def test_a_campaign_in_which_nothing_moves_is_settled(clock: Any) -> None:
    campaign = closing(clock)

    assert winding_down.settle_due(now=clock.now) == 1
    assert fresh(campaign).state == "settled"
    assert winding_down.settle_due(now=clock.now) == 0


@pytest.mark.parametrize("state", ["forming", "succeeded", "failed"])
def test_a_team_that_is_not_settled_keeps_it_open(clock: Any, state: str) -> None:
    campaign = closing(clock)
    more = {"price_minor": 1, "has_succeeded": True} if state == "succeeded" else {}
    scenes.team(campaign, size=3, state=state, **more)

    assert winding_down.settle_due(now=clock.now) == 0
    assert fresh(campaign).state == "closing"


@pytest.mark.parametrize("state", sorted(Payment.State.values))
def test_only_a_payment_that_moves_keeps_it_open(clock: Any, state: str) -> None:
    campaign = closing(clock)
    team = scenes.team(campaign, member(), size=3, state="settled", has_succeeded=True, price_minor=8_000)
    Payment.objects.filter(seat__team=team).update(state=state)

    quiet = ("captured", "voided", "refunded", "declined", "expired", "abandoned")
    assert winding_down.settle_due(now=clock.now) == (1 if state in quiet else 0)


def test_who_waits_is_let_go_before_it_is_settled(clock: Any) -> None:
    campaign = closing(clock)
    scenes.waiting(campaign, member())

    assert winding_down.settle_due(now=clock.now) == 0
    waiting.close_due(now=clock.now)
    assert winding_down.settle_due(now=clock.now) == 1


def test_two_processes_settle_it_once(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = closing(clock)
    real = winding_down.locking.campaign

    def rival(pk: int) -> Campaign:
        monkeypatch.setattr(winding_down.locking, "campaign", real)
        assert winding_down.settle_due(now=clock.now) == 1
        return real(pk)

    monkeypatch.setattr(winding_down.locking, "campaign", rival)

    assert winding_down.settle_due(now=clock.now) == 0
    assert fresh(campaign).seq == 6


def test_a_cancelled_campaign_charges_nobody_even_if_its_last_place_is_paid_in_that_moment(clock: Any) -> None:
    campaign = f.campaign()
    captain = open_team(campaign, size=3)
    join(captain.team)
    late = join(captain.team, paid=False)
    cancel(campaign, clock)

    buying.pay(late)

    assert not Payment.objects.filter(state="capturing").exists()
    assert teams.end_due(now=clock.now) == 1
    assert fresh(captain.team).has_succeeded is False
    assert {fresh(seat).state for seat in captain.team.seats.all()} == {"voiding"}


def test_a_refund_that_waits_for_a_second_person_does_not_keep_the_money_of_a_cancelled_campaign(
    clock: Any, settings: Any
) -> None:
    settings.HEARTH_REFUND_LIMITS = {"CNY": 1_000}
    shop = f.brand()
    campaign = f.campaign(shop)
    team = full_team(campaign)
    seat = team.seats.order_by("pk")[0]
    row = refunds.ask(by=shop.owner, payment=payment_of(seat), amount_minor=8_000, reason="Dent", now=clock.now)
    cancel(campaign, clock)

    winding_down.refund_cancelled(now=clock.now)

    assert (fresh(row).state, fresh(seat).state) == ("refused", "refunding")
    assert winding_down.refund_cancelled(now=clock.now) == 0
