"""What pages read of buying together: the same few queries for one and for twenty, and nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from lib import clock as clocks, errors
from rewards import ladder
from rewards.models import BuyTeam, PriceTier
from rewards.selectors import campaigns, orders, team_page, teams, waiting
from tests.factories import member
from tests.rewards import factories as f, scenes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
VISITOR = AnonymousUser()
Queries = Callable[[int], Any]


def tiers(*steps: tuple[int, int]) -> list[PriceTier]:
    return [PriceTier(min_people=people, price_minor=price) for people, price in steps]


def test_the_ladder_says_where_it_stands_and_what_comes_next() -> None:
    drawn = ladder.of(tiers((1, 16_800), (4, 14_800), (8, 13_200), (12, 11_800)), currency="CNY", people=11, size=12)

    assert [step.place for step in drawn.steps] == ["past", "past", "now", "ahead"]
    assert [(step.first, step.most) for step in drawn.steps] == [(1, 3), (4, 7), (8, 11), (12, 12)]
    assert drawn.missing == 1
    assert [step.bar for step in drawn.steps] == sorted((step.bar for step in drawn.steps), reverse=True)


def test_the_ladder_leaves_out_what_a_small_team_cannot_reach() -> None:
    drawn = ladder.of(tiers((2, 900), (10, 500)), currency="CNY", people=1, size=4)

    assert [step.first for step in drawn.steps] == [2]
    assert drawn.now is None
    assert drawn.missing == 1


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_of_campaigns_costs_four_queries(number: int, django_assert_num_queries: Queries) -> None:
    for _each in range(number):
        scenes.team(f.campaign(), *scenes.people(2))

    with django_assert_num_queries(4):
        cards = campaigns.listing(viewer=VISITOR)

    assert len(cards) == number
    assert {(card.forming, card.succeeded) for card in cards} == {(1, 0)}
    with django_assert_num_queries(3):
        first = campaigns.open_to_people(viewer=VISITOR, most=3)
    assert [card.url for card in first] == [card.url for card in cards if card.takes_people][:3]


@pytest.mark.parametrize("number", [1, 20])
def test_the_board_of_a_campaign_costs_seven_queries(number: int, django_assert_num_queries: Queries) -> None:
    campaign = f.campaign(stock=500)
    for _each in range(number):
        scenes.team(campaign, *scenes.people(3))

    with django_assert_num_queries(7):
        board = campaigns.board(pk=campaign.pk)

    assert board.forming == number
    assert len(board.teams) == min(number, campaigns.TEAMS)
    assert board.more == max(0, number - campaigns.TEAMS)
    assert len(board.just_now) == min(3 * number, teams.LATEST)


def test_the_board_puts_teams_in_front_that_miss_fewest() -> None:
    campaign = f.campaign()
    far, near = scenes.team(campaign, *scenes.people(1)), scenes.team(campaign, *scenes.people(4))

    board = campaigns.board(pk=campaign.pk)

    assert [card.team for card in board.teams] == [near, far]
    assert board.best
    assert board.best.team == near
    assert board.ladder.now
    assert str(board.ladder.now.price) == "¥80"


def test_the_board_hides_teams_by_invitation_and_those_whose_captain_has_not_paid() -> None:
    campaign = f.campaign()
    scenes.team(campaign, *scenes.people(2), is_listed=False)
    scenes.team(campaign, captain=member("Late"))

    board = campaigns.board(pk=campaign.pk)

    assert board.teams == ()
    assert board.just_now == ()


@pytest.mark.parametrize("number", [1, 20])
def test_a_room_costs_two_queries(number: int, django_assert_num_queries: Queries) -> None:
    campaign = f.campaign(sizes=(25,), ladder=[(1, 900), (25, 500)])
    made = scenes.team(campaign, *scenes.people(number), size=25)
    team = teams.find(viewer=VISITOR, public_id=made.public_id)

    with django_assert_num_queries(2):
        room = team_page.room(team=team)

    assert len(room.members) == number
    assert room.bar.parts == (("in", number), ("free", 25 - number))
    assert (str(room.most), room.missing) == ("¥5", 25 - number)


def test_the_bar_counts_who_is_at_the_checkout_what_is_kept_and_what_the_brand_bought() -> None:
    campaign = f.campaign(sizes=(10,), ladder=[(1, 900), (10, 500)])
    team = scenes.team(campaign, *scenes.people(4), size=10)
    scenes.seat(team, member("Bo"), state="held")
    BuyTeam.objects.filter(pk=team.pk).update(seats_taken=7, house_seats=1)  # two are kept by an offer

    bar = team_page.room_of(pk=team.pk).bar

    assert bar.parts == (("in", 4), ("house", 1), ("paying", 1), ("kept", 2), ("free", 2))
    assert len(bar.cells) == 10


def test_a_team_by_invitation_shows_itself_to_those_in_it_and_to_who_has_its_link() -> None:
    inside, stranger = member("In"), member("Out")
    team = scenes.team(f.campaign(), inside, is_listed=False)

    assert teams.find(viewer=inside, public_id=team.public_id) == team
    assert teams.find(viewer=VISITOR, public_id=team.public_id, invite=team.invite) == team
    for viewer, invite in ((stranger, ""), (VISITOR, ""), (stranger, "0" * 12)):
        with pytest.raises(errors.NotFound):
            teams.find(viewer=viewer, public_id=team.public_id, invite=invite)


def test_a_campaign_that_is_still_written_shows_itself_to_its_brand_alone() -> None:
    brand = f.brand()
    campaign = f.draft(brand)

    assert campaigns.find(viewer=brand.owner, public_id=campaign.public_id) == campaign
    for viewer in (VISITOR, member("Out"), f.brand().owner):
        with pytest.raises(errors.NotFound):
            campaigns.find(viewer=viewer, public_id=campaign.public_id)
    assert campaigns.listing(viewer=member("Out")) == ()


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_of_orders_costs_four_queries(number: int, django_assert_num_queries: Queries) -> None:
    me = member("Me")
    for _each in range(number):
        scenes.team(f.campaign(), me)

    with django_assert_num_queries(4):
        page = orders.listing(user=me)

    assert len(page.running) == number
    assert {order.money for order in page.orders} == {"held"}


def test_older_orders_follow_by_the_cursor() -> None:
    me = member("Me")
    for _each in range(orders.SIZE + 1):
        scenes.team(f.campaign(), me)

    first = orders.listing(user=me)
    second = orders.listing(user=me, after=first.next_cursor)

    assert (len(first.orders), len(second.orders), second.next_cursor) == (orders.SIZE, 1, "")


def test_nobody_reads_the_order_of_another() -> None:
    me = member("Me")
    seat = scenes.seat(scenes.team(f.campaign()), me)

    assert orders.detail(user=me, public_id=seat.public_id).order.seat == seat
    with pytest.raises(errors.NotFound):
        orders.detail(user=member("Out"), public_id=seat.public_id)


def test_a_waiting_party_knows_how_many_are_before_it_and_that_a_smaller_one_was_served() -> None:
    campaign = f.campaign()
    scenes.waiting(campaign, member("First"))
    me = member("Me")
    scenes.waiting(campaign, me, party_size=3, skipped_because="too_few")

    found = waiting.of(viewer=me, campaign=campaign)

    assert found
    assert (found.ahead, found.was_skipped, found.offer) == (1, True, None)
    assert waiting.of(viewer=VISITOR, campaign=campaign) is None
    assert waiting.people_waiting(campaign=campaign) == 5


def test_an_offer_is_over_when_its_time_is() -> None:
    campaign = f.campaign()
    me = member("Me")
    offer = scenes.offer(scenes.waiting(campaign, me), scenes.team(campaign, *scenes.people(2)))
    now = clocks.now()

    kept = waiting.kept(viewer=me, token=offer.token, now=now)

    assert (kept.is_open, kept.is_leader, kept.left) == (True, True, 2)
    assert not waiting.kept(viewer=VISITOR, token=offer.token, now=now).is_leader
    assert not waiting.kept(viewer=me, token=offer.token, now=now + timedelta(minutes=30)).is_open
