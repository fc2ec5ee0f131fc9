"""Who hides the game sees nothing of it, and is not seen in it; the server enforces both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from gamify.models import Activity, LedgerEntry, Period, Standing
from inbox.models import Notification

Make = Callable[..., User]
Did = Callable[..., Activity]

pytestmark = pytest.mark.usefixtures("economy")
PAGES = ("task-list", "badge-list", "why", "board-list", "league", "season-now")
FRAGMENTS = ("today", "first-steps", "self", "gains", "board-aside", "league-mine")
WORDS = ("Ember", "growth", "First words", "Streak", 'data-live="board:', 'data-live="season"')


@pytest.fixture
def mei(member: Make, client: Client, did: Did) -> User:
    """A signed-in member at level 2 with a badge and a place on the boards."""
    user = member("mei")
    did(user, "create", key="post:1", words=30)
    client.force_login(user)
    return user


def hide(client: Client) -> None:
    assert client.post(reverse("gamify:game-hide")).status_code == 303


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_game_offers_only_to_come_back(client: Client, mei: User, name: str) -> None:
    hide(client)

    page = client.get(reverse(f"gamify:{name}")).content.decode()

    assert "The game is hidden" in page
    assert "Show it again" in page
    assert not [word for word in WORDS if word in page]


@pytest.mark.parametrize("name", PAGES)
def test_the_same_page_shows_the_game_to_others(client: Client, mei: User, name: str) -> None:
    page = client.get(reverse(f"gamify:{name}")).content.decode()

    assert "The game is hidden" not in page
    assert [word for word in WORDS if word in page]


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_of_the_game_is_empty(client: Client, mei: User, name: str) -> None:
    shown = client.get(reverse(f"gamify:{name}")).content
    hide(client)

    assert shown.strip()
    assert client.get(reverse(f"gamify:{name}")).content == b""


def test_one_periods_board_is_hidden_too(client: Client, mei: User) -> None:
    period = Period.objects.get(leaderboard__scope="site", leaderboard__cycle="ever")
    hide(client)

    assert "The game is hidden" in client.get(reverse("gamify:board-detail", args=[period.pk])).content.decode()
    assert client.get(reverse("gamify:board-mine", args=[period.pk])).content == b""


def test_the_frame_shows_no_level(client: Client, mei: User) -> None:
    url = reverse("gamify:settings")
    before = client.get(url).content.decode()
    hide(client)
    after = client.get(url).content.decode()

    assert "Level 2" in before
    assert 'data-controller="gains"' in before
    assert "Level 2" not in after
    assert 'data-controller="gains"' not in after


def test_hiding_leaves_the_boards_and_showing_comes_back_with_everything(client: Client, mei: User) -> None:
    before = set(Standing.objects.values_list("period_id", "user_id", "score", "reached_at"))
    entries = LedgerEntry.objects.count()

    hide(client)
    hidden = Standing.objects.filter(user=mei).count()
    client.post(reverse("gamify:game-hide"), {"show": "1"})

    assert before
    assert hidden == 0
    assert set(Standing.objects.values_list("period_id", "user_id", "score", "reached_at")) == before
    assert LedgerEntry.objects.count() == entries


def test_off_the_boards_one_still_plays(client: Client, mei: User) -> None:
    answer = client.post(reverse("gamify:settings"), {"boards_hidden": "on"})

    assert answer.status_code == 303
    assert not Standing.objects.filter(user=mei).exists()
    assert "Level 2" in client.get(reverse("gamify:task-list")).content.decode()
    board = client.get(reverse("gamify:board-list")).content.decode()
    assert "You keep yourself off the boards." in board
    assert f'data-member="{mei.public_id}"' not in board.replace(
        f'data-controller="mine" data-member="{mei.public_id}"', ""
    )


def test_looking_does_not_hide_and_visitors_cannot(client: Client, mei: User) -> None:
    looked = client.get(reverse("gamify:game-hide")).status_code
    client.logout()
    posted = client.post(reverse("gamify:game-hide")).status_code

    mei.refresh_from_db()
    assert (looked, posted) == (405, 302)
    assert not mei.game_hidden


def test_a_profile_shows_the_game_unless_its_owner_or_the_reader_hides_it(
    client: Client, mei: User, member: Make, did: Did, clock: Any
) -> None:
    url = reverse("accounts:profile", args=[mei.handle])
    reader = member("tom")
    client.force_login(reader)
    shown = client.get(url).content.decode()

    reader.game_hidden = True
    reader.save(update_fields=["game_hidden"])
    to_reader = client.get(url).content.decode()
    reader.game_hidden = False
    reader.save(update_fields=["game_hidden"])
    mei.game_hidden = True
    mei.save(update_fields=["game_hidden"])
    of_owner = client.get(url).content.decode()

    assert "Level 2, Ember" in shown
    assert "First words" in shown
    assert not [word for page in (to_reader, of_owner) for word in WORDS if word in page and word != "growth"]


@pytest.mark.parametrize(("hides", "told"), [({"boards_hidden": True}, True), ({"game_hidden": True}, False)])
def test_who_only_stays_off_the_boards_still_hears_of_badges(
    member: Make, did: Did, hides: dict[str, bool], told: bool
) -> None:
    did(member("ana", **hides), "create", key="post:1", words=30)

    assert Notification.objects.filter(kind="badge").exists() is told
