"""Lists cost the same number of queries however many rows they have."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gamify.services import process
from lib import clock
from tests.api.callers import Caller
from tests.api.market import CONSOLE_OF
from tests.community import cast
from tests.rewards import factories as f, scenes

pytestmark = pytest.mark.django_db
KNOWN = 1  # the member; the session is in the cache


def fill(place, mei, count: int) -> None:
    for _ in range(count):
        person = cast.member(place)
        post = cast.post(person, place, "Quiet #calm words.", emotions=("calm",))
        cast.answer(person, cast.post(mei, place))
        Caller(mei).put(f"posts/{post.public_id}/reaction", {"kind": "felt"})
        cast.group()
    process.sweep(now=clock.now())


def costs(caller: Caller, path: str) -> tuple[int, int]:
    """Return how many queries the list costs and how many rows it has."""
    caller.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = caller.get(path).json()["results"]
    return len(queries), len(found)


LISTS = {
    "feeds/for-you": KNOWN + 9,
    "feeds/latest": KNOWN + 4,
    "feeds/mine": KNOWN + 4,
    "groups/tea/posts": KNOWN + 6,
    "topics/calm/posts": KNOWN + 5,
    "members/mei/posts": KNOWN + 5,
    "groups": KNOWN + 3,
    "groups/tea/members": KNOWN + 3,
    "notifications": KNOWN + 3,
    "activities": KNOWN + 2,
    "points": KNOWN + 2,
}


def test_every_list_costs_the_same_for_one_row_and_for_many(economy, place, mei, as_mei):
    fill(place, mei, 1)
    few = {path: costs(as_mei, path) for path in LISTS}

    fill(place, mei, 12)
    many = {path: costs(as_mei, path) for path in LISTS}

    assert {path: found[0] for path, found in few.items()} == LISTS
    assert {path: found[0] for path, found in many.items()} == LISTS
    assert all(many[path][1] > few[path][1] > 0 for path in LISTS)


def test_a_conversation_costs_the_same_for_one_and_for_twenty(place, mei, as_mei):
    post = cast.post(mei, place)
    cast.answer(mei, post)
    few, _rows = costs(as_mei, f"posts/{post.public_id}/comments")
    for _ in range(20):
        cast.answer(cast.member(place), post)

    many, rows = costs(as_mei, f"posts/{post.public_id}/comments")

    assert (few, many, rows) == (KNOWN + 3, KNOWN + 3, 21)


@pytest.fixture
def shop(mei):
    return f.brand(mei)


def sell(shop, mei, count: int) -> None:
    """Let `count` campaigns run, each with two teams, in one of which mei is."""
    for _ in range(count):
        made = f.campaign(shop)
        scenes.team(made, mei, *scenes.people(1))
        scenes.team(made, *scenes.people(2))


@pytest.mark.parametrize("number", [1, 20])
def test_lists_of_campaigns_and_orders_cost_the_same_for_one_and_for_twenty(shop, mei, as_mei, number):
    sell(shop, mei, number)

    assert costs(as_mei, "campaigns") == (KNOWN + 4, number)
    assert costs(as_mei, "orders") == (KNOWN + 4, number)
    assert costs(as_mei, f"brands/{shop.slug}/campaigns") == (KNOWN + 4, number)


@pytest.mark.parametrize("number", [1, 20])
def test_lists_of_a_campaign_cost_the_same_for_one_and_for_twenty(shop, as_mei, number):
    campaign = f.campaign(shop, stock=500)
    for _ in range(number):
        scenes.team(campaign, *scenes.people(2))
    ended = {"state": "succeeded", "has_succeeded": True, "price_minor": 6_000}
    for seat in scenes.team(campaign, *scenes.people(number), size=20, **ended).seats.all():
        scenes.address(seat)
    own = CONSOLE_OF.format(slug=shop.slug, public_id=campaign.public_id)

    assert costs(as_mei, f"campaigns/{campaign.public_id}/teams") == (KNOWN + 5, number)
    assert costs(as_mei, f"{own}/orders") == (KNOWN + 4, number)


@pytest.mark.parametrize("number", [1, 20])
def test_a_campaign_a_team_and_an_order_cost_the_same_for_few_and_for_many(shop, mei, as_mei, number):
    campaign = f.campaign(shop, stock=900, sizes=(40,), ladder=[(1, 900), (40, 700)])
    team = scenes.team(campaign, mei, *scenes.people(number), size=40)
    order = team.seats.get(user=mei)

    for path, expected in {
        f"campaigns/{campaign.public_id}": 10,
        f"teams/{team.public_id}": 5,
        f"orders/{order.public_id}": 6,
    }.items():
        as_mei.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert as_mei.get(path).status_code == 200
        assert len(queries) == KNOWN + expected, path


def test_pages_of_campaigns_and_teams_hold_each_once(shop, mei, visitor):
    sell(shop, mei, 21)
    campaign = f.campaign(shop, stock=500)
    for number in range(43):
        scenes.team(campaign, *scenes.people(1 + number % 3))

    for path, number in {"campaigns": 22, f"campaigns/{campaign.public_id}/teams": 43}.items():
        found, cursor = [], ""
        while cursor is not None:
            page = visitor.get(path, after=cursor).json()
            found += [each["id"] for each in page["results"]]
            cursor = page["next"]
        assert len(found) == len(set(found)) == number, path
