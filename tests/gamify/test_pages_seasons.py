"""A season, as a page: a member's path and the places of everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gamify.engine import seasons as rules
from gamify.engine.leagues import GRACE
from gamify.services import visibility
from gamify.services.leagues import seasons as counting
from tests.gamify.playing import people, settled, week
from tests.gamify.test_pages_boards import rows_of

pytestmark = pytest.mark.usefixtures("economy")
PAGE = "/boards/season/"
SEASON = "2026-Q1"


@pytest.fixture
def mei(client, member):
    """Mei, signed in, who lives where weeks in UTC begin on a Sunday: her first visit is over."""
    found = member("mei", time_zone="America/New_York")
    client.force_login(found)
    client.get(reverse("gamify:settings"))
    return found


def html(client, url=PAGE):
    return client.get(url).content.decode()


def test_before_a_week_is_settled_the_page_says_how_to_begin(client, mei, clock):
    fresh = html(client)
    client.logout()
    visitor = html(client)

    assert "Winter 2026" in fresh
    assert "week 10 of 13" in fresh
    assert "Your first point of a week" in fresh
    assert all("still being played" in page for page in (fresh, visitor))
    assert "Your first point of a week" not in visitor
    assert [client.get(f"{PAGE}{name}/").status_code for name in ("2025-Q4", "2026-Q2", "2026-Q5", "no")] == [404] * 4


def test_a_member_sees_their_way_and_those_around_them(client, mei, clock, django_assert_num_queries):
    others = people(18)
    first, second = (week(clock.now - timedelta(weeks=back)) for back in (2, 1))
    settled(first, [mei])
    counting.count_due(now=first.ends_at + GRACE)
    with django_assert_num_queries(9):
        alone = html(client)
    settled(second, [*others, mei], division=2)
    counting.count_due(now=clock.now)

    with django_assert_num_queries(9):
        page = html(client)

    assert rows_of(alone) == [("1", "You")]
    assert (
        "You are number 1 with 12 points. You took part in 1 week. Your best one: number 1 in the league Seedling."
        in alone
    )
    assert "You are number 1 with 17 points. You took part in 2 weeks." in page
    assert [day for day in ("Dec 29, 2025", "Feb 16, 2026", "Feb 23, 2026") if day not in page] == []
    visibility.choose(user=mei, game_hidden=False, boards_hidden=True)
    off = html(client)
    assert "You have 17 points." in off
    assert "You keep yourself off the boards." in off
    assert "You are number" not in off


def test_a_season_that_is_over_keeps_its_places_and_names_its_champions(client, mei, clock):
    others = people(18)
    settled(week(clock.now), [*others, mei])
    clock.set(rules.bounds(SEASON)[1] + timedelta(minutes=1))
    client.force_login(mei)
    counting.count_due(now=rules.bounds(SEASON)[0] + timedelta(weeks=10) + GRACE)
    waits = html(client, f"{PAGE}{SEASON}/")
    counting.count_due(now=rules.bounds(SEASON)[1] + GRACE)

    page, now = html(client, f"{PAGE}{SEASON}/"), html(client)
    inside = client.get(f"{PAGE}{SEASON}/", headers={"HX-Request": "true"}).content.decode()

    mine, all_places = (client.get(f"/api/v1/season{path}?season={SEASON}").json() for path in ("", "/places"))
    rest = client.get(f"/api/v1/season/places?season={SEASON}&after=17").json()["results"]

    assert (mine["position"], mine["points"], mine["played"], mine["is_settled"]) == (19, 1, 1, True)
    assert [week["position"] for week in mine["weeks"]] == [None] * 9 + [19] + [None] * 3
    assert (len(all_places["results"]), all_places["next"]) == (19, None)
    assert [(each["position"], each["score"]) for each in rest] == [(18, 1), (19, 1)]
    assert "will be settled in some minutes" in waits
    assert [rank for rank, _name in rows_of(page)][:16] == [str(rank) for rank in (*range(1, 11), *range(14, 20))]
    assert "You were number 19 with 1 point." in page
    assert 'data-live="season"' not in page
    assert "<html" not in inside
    assert "Spring 2026" in now
    assert rows_of(now) == [("1", "Player0"), ("2", "Player1"), ("3", "Player2")]
    assert f'href="{PAGE}{SEASON}/"' in now
