"""A member's league, as a page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gamify.engine.leagues import GRACE
from gamify.models import Standing
from gamify.services import process, visibility
from gamify.services.leagues import seating, settling
from tests.gamify.playing import people, stand, week
from tests.gamify.test_pages_boards import rows_of

pytestmark = pytest.mark.usefixtures("economy")
PAGE = "/boards/league/"


@pytest.fixture
def mei(client, member, clock):
    """Mei, signed in: coming by earned her first points."""
    found = member("mei")
    client.force_login(found)
    client.get(reverse("gamify:settings"))
    process.sweep(now=clock.now)
    return found


def html(client, url=PAGE):
    return client.get(url).content.decode()


def test_without_a_seat_the_page_says_how_to_begin(client, mei, clock):
    earned = html(client)
    visibility.choose(user=mei, game_hidden=False, boards_hidden=True)
    off = html(client)
    visibility.choose(user=mei, game_hidden=False, boards_hidden=False)
    Standing.objects.all().delete()
    fresh = html(client)
    client.logout()
    visitor = html(client)

    assert "Your seat is being found" in earned
    assert "data-live-get" in earned
    assert "You have no seat in a league" in off
    assert "You have no seat this week yet" in fresh
    assert "A league of neighbours" in visitor


def test_a_cohort_says_in_words_who_goes_where(client, mei, clock, django_assert_num_queries):
    period = week(clock.now)
    others = people(19)
    seating.seat_due(now=clock.now)
    with django_assert_num_queries(11):
        alone = html(client)
    stand(others, period, range(40, 21, -1))
    seating.seat_due(now=clock.now)

    with django_assert_num_queries(11):
        page = html(client)

    assert rows_of(alone) == [("1", "You")]
    assert "everybody goes on in this league" in alone
    assert [page.count(heading) for heading in ("Up to Sapling", "Stay in Seedling", "Back to")] == [1, 1, 0]
    assert rows_of(page[: page.index("Stay in Seedling")]) == [(str(rank), f"Player{rank - 1}") for rank in range(1, 7)]
    assert rows_of(page)[-1] == ("20", "You")
    assert "You are number 20 of 20." in page
    assert "the first 6 move up to Sapling" in page
    assert "more and you pass Player18." in page


def test_a_week_that_is_over_is_shown_to_those_who_played_it(client, mei, member, clock):
    period = week(clock.now)
    stand(people(3), period)
    seating.seat_due(now=clock.now)
    clock.set(period.ends_at + timedelta(minutes=1))
    url = reverse("gamify:league-week", args=[period.key])
    waits = html(client, url)
    settling.settle_due(now=period.ends_at + GRACE)

    page, now = html(client, url), html(client)
    client.force_login(member("tom"))

    assert "will be settled in some minutes" in waits
    assert "When the week ends" not in waits
    assert "settled" in page
    assert "You were number 4 of 4." in page
    assert "more and you pass" not in page
    assert len(rows_of(page)) == 4
    assert f'href="{url}"' in now
    assert [client.get(path).status_code for path in (url, f"{PAGE}2026-W01/", f"{PAGE}no/")] == [404, 404, 404]
