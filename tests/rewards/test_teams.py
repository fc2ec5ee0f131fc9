"""How teams end: full, by their deadline under each completion rule, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib import errors
from lib.machines import steps
from rewards.models import Event, Payment, Refund, Seat
from rewards.services.buying import refusals, seats, teams
from tests.factories import member
from tests.rewards import buying, factories
from tests.rewards.buying import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(clock):
    """Time stands still."""


def team_of(people, *, size=5, **terms):
    captain = buying.open_team(factories.campaign(**terms), size=size)
    for _ in range(people - 1):
        buying.join(captain.team)
    return fresh(captain.team)


def end(team, clock):
    clock.set(team.deadline_at)
    assert teams.end_due(now=clock.now) == 1
    assert teams.end_due(now=clock.now) == 0
    return fresh(team)


def states(team):
    return sorted(Seat.objects.filter(team=team).values_list("state", flat=True))


def test_a_team_has_hours_of_its_own(clock):
    captain = buying.open_team(factories.campaign(team_hours=36), paid=False)

    assert captain.team.deadline_at == clock.now + timedelta(hours=36)


def test_a_strict_team_that_is_not_full_fails_and_nobody_is_charged(clock):
    team = team_of(4)

    ended = end(team, clock)

    assert (ended.state, ended.has_succeeded, ended.price_minor, ended.confirmed) == ("failed", False, None, 4)
    assert states(team) == ["voiding"] * 4
    assert set(Payment.objects.values_list("state", flat=True)) == {"voiding"}
    assert fresh(team.campaign).seats_taken == ended.seats_taken == 0


def test_who_is_still_at_the_checkout_at_the_end_has_no_seat(clock):
    team = team_of(2)
    clock.set(team.deadline_at - timedelta(minutes=1))
    held = buying.join(team, paid=False)

    end(team, clock)
    payment = buying.pay(held)

    assert fresh(held).state == Seat.State.LAPSED
    assert fresh(payment).state in ("voiding", "abandoned")
    assert fresh(team.campaign).seats_taken == 0


@pytest.mark.parametrize(("people", "state", "price"), [(2, "failed", None), (3, "succeeded", 8_000)])
def test_a_ratio_team_succeeds_at_its_deadline_with_enough_people(people, state, price, clock):
    team = team_of(people, completion="ratio", ratio_percent=60)
    assert team.needed == 3
    clock.set(team.deadline_at - timedelta(minutes=1))
    for _ in range(5 - people):
        buying.join(team, paid=False)  # whoever has not paid by then does not count

    ended = end(team, clock)

    assert (ended.state, ended.price_minor) == (state, price)


def test_a_ratio_team_goes_on_after_enough_people_until_it_is_full(clock):
    team = team_of(3, completion="ratio", ratio_percent=60)
    assert team.is_forming

    buying.join(team)
    buying.join(team)

    assert (fresh(team).state, fresh(team).price_minor) == ("succeeded", 6_000)


def test_the_brand_buys_what_is_missing_and_the_row_says_so(clock):
    team = team_of(3, completion="house", ratio_percent=60)
    assert Seat.objects.filter(team=team).first().limit_minor == 6_000

    ended = end(team, clock)

    assert (ended.state, ended.confirmed, ended.house_seats, ended.price_minor) == ("succeeded", 3, 2, 6_000)
    assert fresh(team.campaign).seats_taken == 5
    assert Seat.objects.count() == 3


def test_the_brand_buys_nothing_below_its_share_or_beyond_the_stock(clock):
    few = team_of(2, completion="house", ratio_percent=60)
    scarce = team_of(3, completion="house", ratio_percent=60, stock=6)
    buying.open_team(scarce.campaign, size=5)
    buying.join(buying.open_team(scarce.campaign, size=5).team)

    clock.set(scarce.deadline_at)
    teams.end_due(now=clock.now)

    assert (fresh(few).state, fresh(scarce).state) == ("failed", "failed")


def test_in_prepay_the_difference_to_the_price_comes_back_by_itself():
    team = team_of(5, completion="ratio", ratio_percent=60, payment_mode="prepay")

    refunds = Refund.objects.filter(cause="tier_price")

    assert (team.state, team.price_minor) == ("succeeded", 6_000)
    assert states(team) == ["captured"] * 5
    assert sorted(refund.amount_minor for refund in refunds) == [2_000] * 5


def test_in_prepay_everything_comes_back_when_the_team_fails(clock):
    team = team_of(2, payment_mode="prepay")

    end(team, clock)

    assert states(team) == ["refunding"] * 2
    assert {refund.amount_minor for refund in Refund.objects.all()} == {
        buying.payment_of(team.seats.first()).amount_minor
    }


def test_a_cancelled_campaign_fails_its_running_teams():
    team = team_of(2)
    type(team.campaign).objects.update(state="cancelled")

    assert teams.end_due(now=team.opened_at) == 1

    assert fresh(team).state == "failed"
    assert states(team) == ["voiding"] * 2


def test_a_team_is_never_both(clock):
    team = team_of(5)
    assert team.state == "succeeded"

    clock.set(team.deadline_at)
    assert teams.end_due(now=clock.now) == 0

    with pytest.raises(steps.NoSuchPath):
        steps.take(team, "failed", cause="deadline", now=clock.now)


def test_the_books_close_when_nothing_moves_any_more(clock):
    team = end(team_of(2), clock)
    assert teams.settle_due(now=clock.now) == 0

    for seat in team.seats.all():
        buying.tell(buying.payment_of(seat), buying.Outcome.VOIDED)

    assert teams.settle_due(now=clock.now) == 1
    assert (fresh(team).state, fresh(team).has_succeeded) == ("settled", False)


def test_a_lost_hold_frees_the_place_and_the_team_goes_on(clock):
    team = team_of(3)
    second = team.seats.order_by("pk")[1]

    buying.tell(buying.payment_of(second), buying.Outcome.EXPIRED)

    assert fresh(second).state == Seat.State.VOIDED
    assert (fresh(team).confirmed, fresh(team).seats_taken) == (2, 2)


def test_opening_twice_with_one_key_opens_one_team():
    campaign, ana = factories.campaign(per_member=3), member("Ana")

    first = buying.open_team(campaign, ana, key="one-wish", paid=False)
    again = buying.open_team(campaign, ana, key="one-wish", paid=False)

    assert first.pk == again.pk
    assert teams.BuyTeam.objects.count() == 1


def test_the_captain_alone_names_the_team():
    captain = buying.open_team(factories.campaign())

    teams.rename(actor=captain.user, team=captain.team, name="  Tea at four ")
    with pytest.raises(errors.NotAllowed):
        teams.rename(actor=member("Other"), team=captain.team, name="Mine")

    assert fresh(captain.team).name == "Tea at four"


def test_an_ended_team_has_no_new_name():
    team = team_of(5)

    with pytest.raises(refusals.TeamClosed):
        teams.rename(actor=team.captain, team=team, name="Late")


def test_every_step_is_in_the_log_without_gaps(clock):
    team = team_of(3)
    seat = team.seats.order_by("-pk")[0]
    seats.leave(actor=seat.user, seat=seat, now=clock.now)
    end(team, clock)

    for kind, rows in (("team", teams.BuyTeam.objects.all()), ("seat", Seat.objects.all())):
        for row in rows:
            log = list(Event.objects.filter(kind=kind, row_id=row.pk).order_by("seq"))
            assert [event.seq for event in log] == list(range(1, row.seq + 1))
            assert log[-1].after == row.state
            assert [event.before for event in log[1:]] == [event.after for event in log[:-1]]
