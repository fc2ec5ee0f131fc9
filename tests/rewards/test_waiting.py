"""The waitlist: parties that want all their seats or none, in the order in which they came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib import errors
from rewards.models import Offer, Seat, WaitEntry
from rewards.services.buying import locking, refusals, seats, teams, waiting
from rewards.services.money import failed_charges, repaying
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import buying, factories
from tests.rewards.buying import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(clock):
    """Time stands still."""


@pytest.fixture
@kept
def sold_out(clock):
    """Two teams share a stock of six: of three, two in and one at the checkout; of five, three in."""
    campaign = factories.campaign(stock=6)
    first = buying.open_team(campaign, size=3)
    second = buying.open_team(campaign, size=5)
    buying.join(first.team)
    seats_ = [buying.join(second.team), buying.join(second.team)]
    held = buying.join(first.team, paid=False)
    return campaign, first, second, [*seats_, held]


def enter(campaign, size, name="Party", now=None):
    return waiting.enter(actor=member(name), campaign=campaign, party_size=size, now=now or campaign.created_at)


def test_nobody_waits_while_there_are_seats_for_all():
    campaign = factories.campaign()

    with pytest.raises(waiting.SeatsFree) as found:
        enter(campaign, 3)

    assert found.value.data == {"free": 100}


def test_a_freed_seat_is_kept_for_who_waits_first_in_the_same_breath(sold_out, clock):
    campaign, _first, second, others = sold_out
    early, late = enter(campaign, 1), enter(campaign, 1)

    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)

    offer = Offer.objects.get()
    assert (offer.entry, offer.seats, offer.until) == (early, 1, clock.now + timedelta(minutes=30))
    assert (fresh(early).state, fresh(late).state) == ("offered", "waiting")
    assert fresh(campaign).seats_taken == 6
    with pytest.raises(refusals.SoldOut):
        buying.join(second.team)


def test_a_party_that_needs_more_is_skipped_visibly_and_keeps_its_place(sold_out, clock):
    campaign, _first, _second, others = sold_out
    pair, single, later = enter(campaign, 2), enter(campaign, 1), enter(campaign, 1)

    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)
    assert (fresh(pair).state, fresh(pair).skipped_because) == ("waiting", "too_few")
    assert (fresh(single).state, fresh(later).state) == ("offered", "waiting")

    waiting.decline(actor=single.user, offer=Offer.objects.get(entry=single), now=clock.now)
    assert fresh(later).state == "offered"
    seats.leave(actor=others[1].user, seat=others[1], now=clock.now)
    assert fresh(pair).state == "waiting"
    waiting.decline(actor=later.user, offer=Offer.objects.get(entry=later), now=clock.now)

    assert (fresh(pair).state, fresh(pair).skipped_because) == ("offered", "")
    assert Offer.objects.get(entry=pair).seats == 2


def test_the_offer_keeps_places_in_the_team_nearest_to_success_that_holds_the_party(sold_out, clock):
    campaign, first, second, others = sold_out
    pair = enter(campaign, 2)
    seats.lapse_due(now=clock.tick(minutes=10))  # one place in the first team, which is nearer to success

    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)

    offer = Offer.objects.get(entry=pair)
    assert offer.team == second.team
    assert (fresh(second.team).seats_taken, fresh(second.team).confirmed) == (4, 2)
    assert fresh(first.team).seats_taken == 2


def test_whoever_has_the_link_takes_one_of_the_kept_seats(sold_out, clock):
    campaign, _first, second, others = sold_out
    pair = enter(campaign, 2)
    seats.lapse_due(now=clock.tick(minutes=10))
    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)
    offer = Offer.objects.get(entry=pair)

    mine = buying.join(second.team, pair.user, offer_token=offer.token)
    friends = buying.join(second.team, offer_token=offer.token)

    assert {mine.state, friends.state} == {Seat.State.AUTHORISED}
    assert (fresh(offer).state, fresh(offer).used, fresh(pair).state) == ("taken", 2, "accepted")
    assert (fresh(second.team).seats_taken, fresh(second.team).confirmed) == (4, 4)
    assert fresh(campaign).seats_taken == 6
    with pytest.raises(refusals.OfferGone):
        buying.join(second.team, offer_token=offer.token)


def test_an_offer_that_nobody_takes_goes_to_the_next(sold_out, clock):
    campaign, _first, _second, others = sold_out
    early, late = enter(campaign, 1), enter(campaign, 1)
    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)
    offer = Offer.objects.get()

    assert waiting.expire_due(now=clock.tick(minutes=29)) == 0
    assert waiting.expire_due(now=clock.tick(minutes=1)) == 1

    assert (fresh(offer).state, fresh(early).state, fresh(late).state) == ("expired", "left", "offered")
    assert fresh(campaign).seats_taken == 6


def test_an_offer_is_worth_nothing_after_its_time_even_if_no_sweeper_ran(sold_out, clock):
    campaign, _first, second, others = sold_out
    enter(campaign, 1)
    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)
    offer = Offer.objects.get()
    clock.tick(minutes=30)

    with pytest.raises(refusals.OfferGone):
        buying.join(second.team, offer_token=offer.token)


def test_a_party_half_of_which_came_has_had_its_turn(sold_out, clock):
    campaign, _first, second, others = sold_out
    pair = enter(campaign, 2)
    seats.lapse_due(now=clock.tick(minutes=10))
    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)
    offer = Offer.objects.get(entry=pair)
    buying.join(second.team, pair.user, offer_token=offer.token)

    waiting.expire_due(now=clock.tick(minutes=30))

    assert (fresh(offer).state, fresh(pair).state) == ("expired", "accepted")
    assert (fresh(second.team).seats_taken, fresh(campaign).seats_taken) == (3, 5)


def test_when_the_team_ends_the_party_keeps_its_place_in_line(sold_out, clock):
    campaign, _first, second, others = sold_out
    seats.lapse_due(now=clock.tick(minutes=10))
    buying.open_team(campaign, size=3)
    party = enter(campaign, 1)
    clock.set(second.team.deadline_at - timedelta(minutes=10))
    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)
    offer = Offer.objects.get(entry=party)
    assert offer.until == min(offer.team.deadline_at, clock.now + timedelta(minutes=30))

    clock.set(offer.team.deadline_at)
    teams.end_due(now=clock.now)

    assert fresh(offer).state == "expired"
    assert fresh(party).state == "offered"  # its old offer fell, and the seats that came free were offered anew
    assert Offer.objects.filter(entry=party, state="open").get().team != offer.team


def test_where_no_team_has_room_the_party_opens_one_and_its_seats_move_in(clock):
    campaign = factories.campaign(stock=6, sizes=(3,))
    captains = [buying.open_team(campaign, size=3) for _ in range(2)]
    for captain in captains:
        buying.join(captain.team)
        buying.join(captain.team)
    trio = enter(campaign, 3)
    for seat in captains[0].team.seats.all():
        buying.tell(buying.payment_of(seat), buying.Outcome.DECLINED)
        type(seat).objects.filter(pk=seat.pk).update(fix_until=clock.now)
    failed_charges.drop_due(now=clock.now)
    offer = Offer.objects.get(entry=trio)
    assert (offer.team, offer.seats, fresh(campaign).seats_taken) == (None, 3, 6)

    mine = buying.open_team(campaign, trio.user, size=3, offer_token=offer.token)

    assert (fresh(offer).team, fresh(offer).used) == (mine.team, 1)
    assert (fresh(mine.team).seats_taken, fresh(campaign).seats_taken) == (3, 6)
    buying.join(mine.team, offer_token=offer.token)
    buying.join(mine.team, offer_token=offer.token)
    assert (fresh(offer).state, fresh(mine.team).state) == ("taken", "succeeded")


def test_one_waits_once_and_may_ask_for_fewer_without_losing_the_place(sold_out, clock):
    campaign, _first, _second, others = sold_out
    pair, other = enter(campaign, 2), enter(campaign, 1)
    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)
    assert fresh(other).state == "offered"
    seats.lapse_due(now=clock.tick(minutes=10))
    assert fresh(pair).state == "waiting"

    again = waiting.enter(actor=pair.user, campaign=campaign, party_size=1, now=clock.now)

    assert (again.pk, again.state, fresh(pair).state) == (pair.pk, "offered", "offered")
    with pytest.raises(errors.Invalid):
        waiting.enter(actor=enter(campaign, 1).user, campaign=campaign, party_size=2, now=clock.now)


def test_who_leaves_the_list_gives_the_seats_to_the_next(sold_out, clock):
    campaign, _first, _second, others = sold_out
    early, late = enter(campaign, 1), enter(campaign, 1)
    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)

    waiting.leave(actor=early.user, entry=early, now=clock.now)

    assert (fresh(early).state, fresh(late).state) == ("left", "offered")
    with pytest.raises(errors.NotFound):
        waiting.leave(actor=early.user, entry=late, now=clock.now)
    with pytest.raises(errors.NotFound):
        waiting.decline(actor=early.user, offer=Offer.objects.get(entry=late), now=clock.now)


def test_a_party_that_no_team_can_hold_does_not_wait(sold_out):
    for size in (0, 6):
        with pytest.raises(errors.Invalid):
            enter(sold_out[0], size)
    assert not WaitEntry.objects.exists()


def test_a_campaign_without_a_list_and_one_that_is_over_let_nobody_wait(clock):
    without = factories.campaign(has_waitlist=False)
    with pytest.raises(waiting.NoWaitlist):
        enter(without, 3)
    over = factories.campaign()
    type(over).objects.filter(pk=over.pk).update(state="closing")
    with pytest.raises(waiting.NoWaitlist):
        enter(over, 3)


def test_the_list_ends_with_the_campaign(sold_out, clock):
    campaign, _first, _second, others = sold_out
    offered, waits = enter(campaign, 1), enter(campaign, 2)
    seats.leave(actor=others[0].user, seat=others[0], now=clock.now)
    type(campaign).objects.update(state="closing")

    assert waiting.close_due(now=clock.now) == 1
    assert waiting.close_due(now=clock.now) == 0

    assert {fresh(offered).state, fresh(waits).state} == {"closed"}
    assert fresh(campaign).seats_taken == 5


def test_a_refunded_order_goes_to_who_waits(clock):
    campaign = factories.campaign(stock=3, sizes=(3,))
    captain = buying.open_team(campaign, size=3)
    buying.join(captain.team)
    buying.join(captain.team)
    for seat in captain.team.seats.all():
        buying.tell(buying.payment_of(seat), buying.Outcome.CAPTURED, captured_minor=8_000)
    party = enter(campaign, 1)

    repaying.give(locking.payment(buying.payment_of(captain)), 8_000, "brand", clock.now)

    assert fresh(captain).state == Seat.State.REFUNDING
    assert (fresh(party).state, fresh(campaign).seats_taken) == ("offered", 3)


def test_what_a_party_leaves_over_when_it_opens_a_smaller_team_is_offered_to_the_next(clock):
    campaign = factories.campaign(stock=5, per_member=1)
    first = buying.open_team(campaign, size=5)
    for _each in range(4):
        buying.join(first.team, paid=False)
    big, small = enter(campaign, 5), enter(campaign, 2)
    seats.lapse_due(now=clock.tick(minutes=11))
    seats.leave(actor=first.user, seat=first, now=clock.now)
    offer = Offer.objects.get(entry=big)
    assert (offer.team, offer.seats, fresh(small).state) == (None, 5, "waiting")

    buying.open_team(campaign, big.user, size=3, paid=False, offer_token=offer.token)

    assert fresh(small).state == "offered"
    assert fresh(campaign).seats_taken == 5
