"""What happens by itself goes on for the others when one row is broken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from rewards.models import Seat
from rewards.services.buying import endings, seats, teams
from rewards.services.money import fake_checkout, reconciling, webhooks
from tests.rewards import bank, factories as f
from tests.rewards.bank import fresh

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_team_that_cannot_be_ended_does_not_keep_the_others_from_ending(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = (bank.open_team(f.campaign(), now=clock.now) for _ in range(2))
    for seat in (broken, whole):
        bank.pay(seat, now=clock.now)
    real = endings.end_by_deadline

    def end(team: Any, now: datetime) -> None:
        if team.pk == broken.team_id:
            raise RuntimeError("on purpose")
        real(team, now)

    monkeypatch.setattr(endings, "end_by_deadline", end)

    assert teams.end_due(now=clock.tick(hours=49)) == 1
    assert (fresh(broken.team).state, fresh(whole.team).state) == ("forming", "failed")


def test_a_campaign_whose_holds_cannot_lapse_does_not_keep_those_of_others(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = (bank.open_team(f.campaign(), now=clock.now) for _ in range(2))
    real = endings.lapse

    def lapse(seat: Seat, **more: Any) -> None:
        if seat.pk == broken.pk:
            raise RuntimeError("on purpose")
        real(seat, **more)

    monkeypatch.setattr(endings, "lapse", lapse)

    assert seats.lapse_due(now=clock.tick(minutes=11)) == 1
    assert (fresh(broken).state, fresh(whole).state) == ("held", "lapsed")


def test_a_webhook_that_cannot_be_sent_does_not_keep_the_others(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = [bank.open_team(f.campaign(), now=clock.now) for _ in range(2)]
    for seat in paid:
        bank.pay(seat, now=clock.now, comes_back=False)
    real, sent = webhooks.receive, []

    def receive(**notice: Any) -> bool:
        sent.append(notice)
        if len(sent) == 1:
            raise RuntimeError("on purpose")
        return real(**notice)

    monkeypatch.setattr(webhooks, "receive", receive)

    assert fake_checkout.send_due(now=clock.now) == 1
    assert [fresh(seat).state for seat in paid] == ["held", "authorised"]


def test_payments_that_wait_for_their_member_do_not_keep_the_bank_from_being_asked_about_later_ones(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "BATCH", 1)
    early, late = (bank.open_team(f.campaign(), now=clock.now) for _ in range(2))
    bank.pay(late, now=clock.now, comes_back=False)  # and its webhook is lost

    for _turn in range(2):
        reconciling.sweep(now=clock.tick(seconds=30))

    assert (fresh(early).state, fresh(late).state) == ("held", "authorised")
