"""The pages of the leaderboards and their live parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.services import following
from gamify import registry
from gamify.models import Activity, Period
from gamify.services import process
from gamify.services.leagues import seating
from live import registry as live

Make = Callable[..., User]
Did = Callable[..., Activity]

pytestmark = pytest.mark.usefixtures("economy")
BOARDS = "/boards/"


@pytest.fixture
def places() -> Iterator[dict[str, Any]]:
    """Places of the kind `hut`: everybody may see hut 1, nobody but Mei hut 2."""
    known = {"1": "Tea", "2": "Attic"}
    registry.scopes.add(
        "hut",
        may_see=lambda user, pk: pk == "1" or (pk == "2" and user.get_username() == "mei"),
        names=lambda ids: {pk: known[pk] for pk in ids if pk in known},
        mine=lambda user: ("1", "2") if user.get_username() == "mei" else (),
    )
    yield known
    del registry.scopes._scopes["hut"]


@pytest.fixture
def score(did: Did, clock: Any) -> Callable[[User, int], None]:
    """Return a function that lets a member earn one point several times, ten seconds apart."""

    def earn(user: User, points: int) -> None:
        for _ in range(points):
            now = clock.tick(seconds=10)
            key = f"reaction:{user.username}{now.timestamp():.0f}"
            did(user, "like", key=key, object_author="nobody")

    return earn


@pytest.fixture
def sign_in(client: Client, clock: Any) -> Callable[[User], None]:
    """Return a function that signs a member in and lets the game notice them, which is worth a point."""

    def enter(user: User) -> None:
        client.force_login(user)
        client.get(reverse("gamify:settings"))
        process.sweep(now=clock.now)

    return enter


def rows_of(html: str) -> list[tuple[str, str]]:
    found = re.findall(
        r'<li data-member[^>]*>.*?class="rank[^"]*">(\d+)<.*?class="grow clip name">(.*?)</span>', html, re.DOTALL
    )
    return [(rank, re.sub(r"<[^>]+>", "", name)) for rank, name in found]


def test_equal_scores_stand_in_the_order_they_were_reached(client: Client, member: Make, score: Any) -> None:
    late, early, best = member("late"), member("early"), member("best")
    score(early, 2)
    score(late, 2)
    score(best, 3)

    page = client.get(BOARDS).content.decode()

    assert rows_of(page) == [("1", "Best"), ("2", "Early"), ("3", "Late")]
    assert "Equal scores go to whoever got there first." in page


def test_the_member_sees_themselves_and_whom_they_may_pass(
    client: Client, member: Make, score: Any, sign_in: Any
) -> None:
    mei, tom = member("mei"), member("tom")
    score(mei, 2)
    score(tom, 6)
    sign_in(mei)

    page = client.get(BOARDS).content.decode()

    assert ("2", "You") in rows_of(page)
    assert "You are number 2" in page
    assert "4 more and you pass Tom." in page


def test_somebody_far_below_sees_their_neighbours(client: Client, member: Make, score: Any, sign_in: Any) -> None:
    for number in range(22):
        score(member(f"person{number}"), 3)
    sign_in(member("mei"))

    page = client.get(BOARDS).content.decode()

    around = page[page.index('id="mine-title"') :]
    assert rows_of(around) == [*((str(rank), f"Person{rank - 1}") for rank in range(18, 23)), ("23", "You")]
    assert len(rows_of(page[: page.index('id="mine-title"')])) == 20


def test_the_shared_part_is_the_same_for_everybody(client: Client, member: Make, score: Any) -> None:
    mei = member("mei")
    score(mei, 2)
    period = Period.objects.get(leaderboard__scope="site", leaderboard__cycle="week")
    found = live.find(f"board:{period.pk}")
    assert found is not None

    html = {language: _in(language, found) for language in ("en", "zh-hans")}

    assert rows_of(html["en"]) == [("1", "Mei")]
    assert f'data-member="{mei.public_id}"' in html["en"]
    assert "You" not in html["en"]
    assert "aria-current" not in html["en"]


def _in(language: str, found: Any) -> str:
    with translation.override(language):
        return str(found.render(language))


def test_last_weeks_first_three_are_remembered(client: Client, member: Make, score: Any, clock: Any) -> None:
    for number, name in enumerate(("ann", "bob", "cyd", "dee")):
        score(member(name), 9 - number)
    clock.tick(days=7)

    page = client.get(BOARDS).content.decode()

    assert "Nobody has started yet" in page
    champions = page[page.index('id="champions-title"') :]
    assert rows_of(champions) == [("1", "Ann"), ("2", "Bob"), ("3", "Cyd")]


def test_a_week_that_is_over_keeps_its_page_and_no_longer_listens(
    client: Client, member: Make, score: Any, clock: Any
) -> None:
    score(member("ann"), 2)
    period = Period.objects.get(leaderboard__scope="site", leaderboard__cycle="week")
    clock.tick(days=7)

    page = client.get(reverse("gamify:board-detail", args=[period.pk])).content.decode()

    assert rows_of(page) == [("1", "Ann")]
    assert "settled" in page
    assert "data-live=" not in page
    client.force_login(User.objects.get(username="ann"))
    mine = client.get(reverse("gamify:board-detail", args=[period.pk])).content.decode()
    assert "You were number 1" in mine
    assert f'data-live="board:{period.pk}"' not in mine


def test_weeks_that_are_over_lie_beside_one_another(client: Client, member: Make, score: Any, clock: Any) -> None:
    people = [member(name) for name in ("ann", "bob", "cyd", "dee")]
    for count in (1, 2, 4):  # the second week passes with nobody
        for number, person in enumerate(people[:count]):
            score(person, 9 - number)
        clock.tick(days=14 if count == 1 else 7)
    found = Period.objects.filter(leaderboard__scope="site", leaderboard__cycle="week").order_by("key")
    first, second, third = (reverse("gamify:board-detail", args=[each.pk]) for each in found)

    pages = [client.get(url).content.decode() for url in (first, second, third, BOARDS)]

    beside = [re.findall(r'rel="(prev|next)" href="([^"]+)"', page) for page in pages]
    assert beside == [[("next", second)], [("prev", first), ("next", third)], [("prev", second)], [("prev", third)]]
    champions = [re.findall("Champion of the week: (.*?)<", page) for page in pages]
    assert champions == [["Ann."], ["Ann, before Bob."], ["Ann, before Bob and Cyd."], []]


def test_a_member_chooses_among_their_places(client: Client, member: Make, did: Did, places: Any) -> None:
    mei = member("mei")
    client.force_login(mei)

    page = client.get(BOARDS).content.decode()

    assert re.findall(r'class="chip" href="([^"]+)"', page) == [
        "/boards/",
        "/boards/followed/",
        "/boards/?scope=hut%3A1",
        "/boards/?scope=hut%3A2",
    ]


@pytest.mark.parametrize("scope", ["hut:2", "hut:99", "nothing:1", "x" * 200, "'"])
def test_a_place_one_may_not_see_has_no_board(client: Client, member: Make, places: Any, scope: str) -> None:
    client.force_login(member("tom"))

    assert client.get(BOARDS, {"scope": scope}).status_code == 404
    assert client.get(reverse("gamify:board-aside"), {"scope": scope}).content == b""


def test_a_period_of_a_hidden_place_is_not_found(client: Client, member: Make, did: Did, places: Any) -> None:
    mei, tom = member("mei"), member("tom")
    did(mei, "join", key="join:1", group=None)
    Period.objects.update(key="2026-W10")
    site = Period.objects.first()
    assert site is not None
    site.leaderboard.scope = "hut:2"
    site.leaderboard.save(update_fields=["scope"])
    urls = [reverse(f"gamify:{name}", args=[site.pk]) for name in ("board-detail", "board-mine")]

    client.force_login(tom)
    refused = [client.get(url).status_code for url in urls]
    client.force_login(mei)
    shown = [client.get(url).status_code for url in urls]

    assert refused == [404, 404]
    assert shown == [200, 200]


def test_the_small_board_shows_two_above_and_two_below_and_the_league(
    client: Client, member: Make, score: Any, clock: Any, django_assert_num_queries: Any
) -> None:
    people = [member(name) for name in ("ann", "bob", "cyd", "mei", "dee", "eve", "flo")]
    for number, person in enumerate(people):
        score(person, 9 - number)
    client.force_login(people[3])
    client.get(reverse("gamify:settings"))

    url = reverse("gamify:board-aside")
    unseated = client.get(url).content.decode()
    seating.seat_due(now=clock.now)

    with django_assert_num_queries(5):
        aside = client.get(url).content.decode()

    assert [name for _, name in rows_of(aside)] == ["Bob", "Cyd", "You", "Dee", "Eve"]
    assert [("My league" in page, "Seedling" in page) for page in (unseated, aside)] == [(False, False), (True, True)]


def test_a_visitor_sees_the_first_five_beside_a_group(client: Client, member: Make, score: Any) -> None:
    for number in range(7):
        score(member(f"person{number}"), 9 - number)

    aside = client.get(reverse("gamify:board-aside")).content.decode()

    assert [rank for rank, _ in rows_of(aside)] == ["1", "2", "3", "4", "5"]


def test_a_board_takes_the_same_queries_for_one_row_and_for_twenty(
    client: Client, member: Make, score: Any, sign_in: Any, django_assert_num_queries: Any
) -> None:
    mei = member("mei")
    sign_in(mei)
    for count in (1, 20):
        for number in range(count):
            score(member(f"p{count}x{number}"), 1)
        with django_assert_num_queries(10):
            assert client.get(BOARDS).status_code == 200


def test_those_whom_one_follows_stand_on_a_board_of_their_own(
    client: Client, member: Make, score: Any, sign_in: Any, clock: Any, django_assert_num_queries: Any
) -> None:
    mei, tom, zoe, ida = (member(name) for name in ("mei", "tom", "zoe", "ida"))
    for person, points in ((mei, 2), (tom, 6), (zoe, 9), (ida, 1)):
        score(person, points)
    sign_in(mei)
    period = Period.objects.get(leaderboard__scope="site", leaderboard__cycle="week")
    urls = reverse("gamify:board-followed"), reverse("gamify:board-followed-rows", args=[period.pk])
    alone = client.get(urls[0]).content.decode()
    for person in (tom, ida):
        following.follow(user=mei, person=person, now=clock.now)

    counts = [8, 4]
    pages = []
    for url, queries in zip(urls, counts, strict=True):
        with django_assert_num_queries(queries):
            pages.append(client.get(url).content.decode())

    for page in pages:
        assert rows_of(page) == [("1", "Tom"), ("2", "You"), ("3", "Ida")]
        assert "4 more and you pass Tom." in page
        assert f'data-live-get="{urls[1]}"' in page
    assert rows_of(alone) == [("1", "You")]
    assert "Nobody to run beside yet" in alone
    assert "Nobody to run beside yet" not in pages[0]
    client.force_login(tom)
    assert rows_of(client.get(urls[0]).content.decode()) == [("1", "You")]
    client.logout()
    assert client.get(urls[0]).status_code == 302
    assert client.get(urls[1]).content == b""


def test_a_board_without_anybody_says_so(client: Client, clock: Any) -> None:
    clock.tick(seconds=timedelta(days=1).total_seconds())

    assert "Nobody has started yet" in client.get(BOARDS, {"cycle": "ever"}).content.decode()
