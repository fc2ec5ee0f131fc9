"""Seats: claimed before they are paid for, confirmed by the payment, given up or lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib import errors
from rewards.models import Event, Payment, Seat
from rewards.services.buying import addresses, refusals, seats, teams
from tests.factories import member
from tests.rewards import buying, factories, scenes
from tests.rewards.buying import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(clock):
    """Time stands still."""


def test_a_seat_is_held_before_it_is_paid_for(clock):
    captain = buying.open_team(factories.campaign())

    seat = buying.join(captain.team, paid=False)

    team, campaign = fresh(captain.team), fresh(captain.campaign)
    assert (seat.state, seat.held_until) == (Seat.State.HELD, clock.now + timedelta(minutes=10))
    assert (team.seats_taken, team.confirmed, campaign.seats_taken) == (2, 1, 2)
    assert buying.payment_of(seat).amount_minor == seat.limit_minor == 8_000


def test_a_payment_makes_the_seat_a_members_own_and_the_last_one_the_team_a_success(clock):
    captain = buying.open_team(factories.campaign())
    second = buying.join(captain.team)
    assert fresh(captain.team).is_forming

    third = buying.join(captain.team)

    team = fresh(captain.team)
    assert (team.state, team.has_succeeded, team.confirmed, team.price_minor) == ("succeeded", True, 3, 8_000)
    assert team.ended_at == clock.now
    assert {fresh(seat).state for seat in (captain, second, third)} == {"capturing"}
    assert set(Payment.objects.values_list("state", flat=True)) == {"capturing"}


def test_the_same_key_gives_the_same_seat_again():
    captain = buying.open_team(factories.campaign())
    ana = member("Ana")

    first = buying.join(captain.team, ana, key="one-wish", paid=False)
    again = buying.join(captain.team, ana, key="one-wish", paid=False)

    assert again.pk == first.pk
    assert fresh(captain.team).seats_taken == 2
    assert Payment.objects.filter(seat=first).count() == 1


def test_a_key_of_another_campaign_is_refused():
    ana, one, other = member("Ana"), factories.campaign(), factories.campaign()
    buying.open_team(one, ana, key="one-wish")

    with pytest.raises(refusals.KeyReused):
        buying.open_team(other, ana, key="one-wish")


def test_a_full_team_names_others_with_room_and_the_waitlist():
    campaign = factories.campaign()
    full, roomy = buying.open_team(campaign), buying.open_team(campaign)
    buying.join(full.team, paid=False)
    buying.join(full.team, paid=False)

    with pytest.raises(refusals.TeamFull) as found:
        buying.join(full.team)

    assert found.value.data == {"teams": [roomy.team.public_id], "waitlist": True}
    assert fresh(full.team).seats_taken == 3


def test_nobody_joins_once_the_deadline_has_come_even_if_no_sweeper_ran(clock):
    captain = buying.open_team(factories.campaign())
    clock.set(captain.team.deadline_at)

    with pytest.raises(refusals.TeamClosed):
        buying.join(captain.team)

    assert fresh(captain.team).seats_taken == 1


def test_the_time_spent_waiting_for_the_lock_counts(clock, monkeypatch):
    captain = buying.open_team(factories.campaign())
    begun = captain.team.deadline_at - timedelta(seconds=1)
    waited = iter([0.0] + [1.5] * 9)
    monkeypatch.setattr("lib.moment.time.monotonic", lambda: next(waited))

    with pytest.raises(refusals.TeamClosed):
        seats.join(actor=member("Late"), team=captain.team, key="late", plan_b="stop", now=begun)


def test_when_the_stock_is_gone_nobody_joins_though_the_team_has_places():
    captain = buying.open_team(factories.campaign(stock=3, sizes=(3,)), size=3)
    buying.open_team(captain.campaign, size=3)
    buying.join(captain.team)

    with pytest.raises(refusals.SoldOut) as found:
        buying.join(captain.team)

    assert found.value.data["waitlist"]
    assert fresh(captain.campaign).seats_taken == 3


def test_one_has_one_place_in_a_team_and_not_more_seats_than_allowed():
    campaign = factories.campaign(per_member=2)
    ana = member("Ana")
    mine, second, third = (buying.open_team(campaign) for _ in range(3))
    seat = buying.join(mine.team, ana)

    with pytest.raises(refusals.AlreadyIn) as already:
        buying.join(mine.team, ana)
    buying.join(second.team, ana)
    with pytest.raises(refusals.LimitReached) as limit:
        buying.join(third.team, ana)

    assert already.value.data == {"seat": seat.public_id}
    assert limit.value.data["most"] == 2
    assert sorted(Seat.objects.filter(user=ana).values_list("slot", flat=True)) == [1, 2]


def test_a_team_that_is_not_listed_is_entered_by_its_link():
    captain = buying.open_team(factories.campaign(), is_listed=False)

    with pytest.raises(refusals.InvitationNeeded):
        buying.join(captain.team)
    seat = buying.join(captain.team, invite=captain.team.invite)

    assert seat.state == Seat.State.AUTHORISED


@pytest.mark.parametrize("state", ["paused", "settled", "cancelled", "scheduled"])
def test_a_campaign_that_is_not_open_takes_nobody(state):
    captain = buying.open_team(factories.campaign())
    type(captain.campaign).objects.update(state=state)

    with pytest.raises(refusals.CampaignClosed) as found:
        buying.join(captain.team)

    assert found.value.data == {"state": state}


def test_a_closing_campaign_lets_running_teams_finish_but_opens_none(clock):
    captain = buying.open_team(factories.campaign())
    type(captain.campaign).objects.update(state="closing")

    buying.join(captain.team)
    with pytest.raises(refusals.CampaignClosed):
        buying.open_team(captain.campaign)


def test_nothing_opens_after_the_end_even_if_no_sweeper_ran(clock):
    campaign = factories.campaign()
    clock.set(campaign.closes_at)

    with pytest.raises(refusals.CampaignClosed):
        buying.open_team(campaign)


def test_a_hold_lapses_and_frees_its_place(clock):
    captain = buying.open_team(factories.campaign())
    seat = buying.join(captain.team, paid=False)

    assert seats.lapse_due(now=clock.tick(minutes=9)) == 0
    assert seats.lapse_due(now=clock.tick(minutes=1)) == 1
    assert seats.lapse_due(now=clock.now) == 0

    assert fresh(seat).state == Seat.State.LAPSED
    assert (fresh(captain.team).seats_taken, fresh(captain.campaign).seats_taken) == (1, 1)


def test_who_pays_late_wins_the_place_back_if_it_is_still_there(clock):
    captain = buying.open_team(factories.campaign())
    seat = buying.join(captain.team, paid=False)
    seats.lapse_due(now=clock.tick(minutes=10))

    buying.pay(seat)

    assert fresh(seat).state == Seat.State.AUTHORISED
    assert (fresh(captain.team).seats_taken, fresh(captain.team).confirmed) == (2, 2)
    assert fresh(captain.campaign).seats_taken == 2


def test_who_pays_late_for_a_place_that_is_gone_is_not_charged(clock):
    captain = buying.open_team(factories.campaign())
    seat = buying.join(captain.team, paid=False)
    seats.lapse_due(now=clock.tick(minutes=10))
    buying.join(captain.team)
    buying.join(captain.team)

    payment = buying.pay(seat)

    assert (fresh(seat).state, fresh(payment).state) == (Seat.State.LAPSED, Payment.State.VOIDING)
    assert fresh(captain.team).seats_taken == 3


def test_who_pays_after_the_deadline_is_not_charged(clock):
    captain = buying.open_team(factories.campaign())
    clock.set(captain.team.deadline_at - timedelta(minutes=1))
    seat = buying.join(captain.team, paid=False)
    clock.tick(minutes=1)

    payment = buying.pay(seat)

    assert fresh(payment).state == Payment.State.VOIDING
    assert fresh(captain.team).confirmed == 1


def test_leaving_frees_the_place_and_lets_the_money_go():
    captain = buying.open_team(factories.campaign())
    seat = buying.join(captain.team)

    seats.leave(actor=seat.user, seat=seat, now=seat.taken_at)
    seats.leave(actor=seat.user, seat=seat, now=seat.taken_at)

    team = fresh(captain.team)
    assert (fresh(seat).state, buying.payment_of(seat).state) == (Seat.State.LEFT, Payment.State.VOIDING)
    assert (team.seats_taken, team.confirmed, fresh(captain.campaign).seats_taken) == (1, 1, 1)
    assert Event.objects.filter(kind="seat", row_id=seat.pk).count() == 3


def test_nobody_gives_up_the_place_of_somebody_else():
    captain = buying.open_team(factories.campaign())

    with pytest.raises(errors.NotFound):
        seats.leave(actor=member("Other"), seat=captain, now=captain.taken_at)

    assert fresh(captain).state == Seat.State.AUTHORISED


def test_nobody_leaves_a_team_that_has_succeeded():
    captain = buying.open_team(factories.campaign(sizes=(3,)))
    buying.join(captain.team)
    buying.join(captain.team)

    with pytest.raises(refusals.TeamClosed):
        seats.leave(actor=captain.user, seat=captain, now=captain.taken_at)


def test_when_the_captain_leaves_the_earliest_confirmed_leads(clock):
    captain = buying.open_team(factories.campaign(sizes=(5,)), size=5)
    held = buying.join(captain.team, paid=False)
    clock.tick(minutes=1)
    second = buying.join(captain.team)
    clock.tick(minutes=1)
    buying.pay(held)

    seats.leave(actor=captain.user, seat=captain, now=clock.now)

    assert fresh(captain.team).captain == second.user


def test_a_team_ends_with_the_captain_who_is_alone(clock):
    captain = buying.open_team(factories.campaign())
    buying_not = buying.open_team(captain.campaign, paid=False)

    seats.leave(actor=captain.user, seat=captain, now=clock.now)
    seats.leave(actor=buying_not.user, seat=buying_not, now=clock.now)

    assert fresh(captain.team).state == "failed"
    assert fresh(buying_not.team).state == "discarded"
    assert fresh(captain.campaign).seats_taken == 0


def test_a_team_whose_captain_never_paid_is_discarded_or_led_by_who_is_there(clock):
    alone = buying.open_team(factories.campaign(), paid=False)
    with_others = buying.open_team(alone.campaign, paid=False)
    second = buying.join(with_others.team)

    seats.lapse_due(now=clock.tick(minutes=10))

    assert fresh(alone.team).state == "discarded"
    assert (fresh(with_others.team).state, fresh(with_others.team).captain) == ("forming", second.user)


def test_a_parcel_is_sent_by_the_brand_for_orders_that_are_paid():
    of = factories.brand()
    captain = buying.open_team(factories.campaign(of, sizes=(3,)))
    buying.join(captain.team)
    buying.join(captain.team)
    with pytest.raises(errors.Conflict):
        seats.fulfil(actor=of.owner, seat=captain, note="", now=captain.taken_at)
    payment = buying.payment_of(captain)
    buying.tell(payment, buying.Outcome.CAPTURED, captured_minor=8_000)

    with pytest.raises(addresses.NoAddress):
        seats.fulfil(actor=of.owner, seat=captain, note="", now=captain.taken_at)
    scenes.address(captain)

    with pytest.raises(errors.NotFound):
        seats.fulfil(actor=captain.user, seat=captain, note="", now=captain.taken_at)
    sent = seats.fulfil(actor=of.owner, seat=captain, note="Parcel 12", now=captain.taken_at)

    assert (sent.state, fresh(captain).shipped_note) == (Seat.State.FULFILLED, "Parcel 12")


def test_buying_alone_succeeds_with_its_payment():
    campaign = factories.campaign(single_minor=12_000)

    seat = buying.open_team(campaign, size=1)

    assert (seat.state, seat.limit_minor) == (Seat.State.CAPTURING, 12_000)
    assert (fresh(seat.team).state, fresh(seat.team).price_minor) == ("succeeded", 12_000)


def test_without_a_single_price_nobody_buys_alone():
    with pytest.raises(errors.Invalid):
        buying.open_team(factories.campaign(), size=1)
    assert teams.BuyTeam.objects.count() == 0
