"""A team of many ends with as many statements as a team of two: they are counted under the campaign's lock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gamify.models import Activity
from inbox.models import Notification
from lib import sql
from lib.machines import steps
from rewards.models import BuyTeam, Event, GatewayCall, Refund, Seat
from rewards.services.buying import teams
from rewards.services.money import calling
from tests.factories import member
from tests.rewards import buying, factories

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = (2, 8)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a request make all its calls, however slow the machine: what is left is the sweeper's, tested elsewhere."""
    monkeypatch.setattr(calling, "PATIENCE_SECONDS", float("inf"))


def almost_full(size: int, **terms: Any) -> tuple[BuyTeam, Seat]:
    """Return a team of which all but the last have paid, and the seat of the last."""
    terms = {"sizes": (size,), "ladder": [(1, 10_000), (2, 8_000)], **terms}
    campaign = factories.campaign(**terms)
    captain = buying.open_team(campaign, size=size)
    for _ in range(size - 2):
        buying.join(captain.team)
    return captain.team, buying.join(captain.team, paid=False)


def counted(work: Any) -> int:
    """Return how many statements `work` makes before its commit."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        work()
    return len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]])


def states(team: BuyTeam) -> set[str]:
    return set(team.seats.values_list("state", flat=True))


@pytest.mark.parametrize(("mode", "statements", "end"), [("hold", 45, "capturing"), ("prepay", 44, "captured")])
def test_the_last_payment_of_a_big_team_costs_no_more_than_that_of_a_small_one(clock, mode, statements, end):
    found = {}
    for size in SIZES:
        team, last = almost_full(size, payment_mode=mode)
        found[size] = counted(lambda last=last: buying.pay(last))
        assert states(team) == {end}

    assert found == dict.fromkeys(SIZES, statements - sql.is_postgres())  # which notes what waits in the same statement


def test_the_difference_to_the_price_goes_back_to_many_at_once(clock):
    found = {}
    for size in (5, 10):
        ladder = [(1, 10_000), (size, 6_000)]
        team, last = almost_full(size, payment_mode="prepay", completion="ratio", ratio_percent=60, ladder=ladder)
        found[size] = counted(lambda last=last: buying.pay(last))
        assert Refund.objects.filter(payment__seat__team=team, cause="tier_price").count() == size

    assert found == dict.fromkeys((5, 10), 50 - sql.is_postgres())


@pytest.mark.parametrize(("mode", "statements", "end"), [("hold", 37, "voided"), ("prepay", 39, "refunding")])
def test_a_big_team_fails_with_as_few_statements_as_a_small_one(clock, mode, statements, end):
    found = {}
    for size in SIZES:
        team, _held = almost_full(size, payment_mode=mode, team_hours=48)
        later = clock.now + timedelta(hours=49)
        found[size] = counted(lambda team=team, later=later: teams._end(team.pk, later))
        assert states(team) == {"lapsed", end}

    assert found == dict.fromkeys(SIZES, statements)


def test_everybody_of_a_big_team_is_charged_told_and_noted_once(clock):
    team, last = almost_full(5)

    buying.pay(last)

    seats = list(team.seats.all())
    calls = GatewayCall.objects.filter(payment__seat__in=seats, kind="capture")
    assert sorted(calls.values_list("key", flat=True)) == sorted(
        f"capture:{buying.payment_of(seat).public_id}:1" for seat in seats
    )
    assert set(calls.values_list("amount_minor", flat=True)) == {8_000}
    for seat in seats:
        steps_of = Event.objects.filter(kind="seat", row_id=seat.pk).order_by("seq")
        assert list(steps_of.values_list("seq", flat=True)) == [1, 2, 3]
        assert Activity.objects.filter(source="rewards", key=f"complete:{seat.public_id}", actor=seat.user).count() == 1
        assert Notification.objects.filter(recipient=seat.user, kind="buy_succeeded").count() == 1


def test_none_of_many_moves_when_one_was_overtaken(clock):
    team, _last = almost_full(3)
    seats = list(team.seats.filter(state="authorised").order_by("pk"))
    Seat.objects.filter(pk=seats[1].pk).update(seq=9)

    with pytest.raises(steps.Overtaken), transaction.atomic():
        steps.take_many(seats, Seat.State.CAPTURING, cause="x", now=clock.now)

    assert set(team.seats.values_list("state", flat=True)) == {"authorised", "held"}


def test_a_step_that_does_not_exist_is_not_taken_by_many_either(clock):
    _team, last = almost_full(3)

    with pytest.raises(steps.NoSuchPath):
        steps.take_many([last], Seat.State.FULFILLED, cause="x", now=clock.now)


def test_who_switched_a_kind_off_is_not_told_with_the_others(clock):
    from inbox.models import Preference

    quiet = member("Quiet")
    Preference.objects.create(user=quiet, kind="buy_succeeded", channel="app", is_on=False)
    captain = buying.open_team(factories.campaign(sizes=(2,), ladder=[(1, 9_000), (2, 8_000)]), size=2)
    buying.join(captain.team, quiet)

    assert Notification.objects.filter(kind="buy_succeeded").count() == 1


def test_a_checkout_is_opened_without_looking_through_all_that_are_still_to_be_opened(clock):
    captain = buying.open_team(factories.campaign(), paid=False)

    with CaptureQueriesContext(connection) as asked:
        buying.join(captain.team, paid=False)

    finding = [
        one["sql"] for one in asked.captured_queries if one["sql"].startswith("SELECT") and "gatewaycall" in one["sql"]
    ]
    assert f"authorize:{buying.payment_of(captain.team.seats.latest('pk')).public_id}:1" in finding[0]
