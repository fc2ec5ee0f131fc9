"""A newcomer's first steps, on top of the home page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gamify.models import Account, Level, Task
from gamify.views import first_steps
from lib import clock
from tests.community import scenes

Make = Callable[..., User]

pytestmark = pytest.mark.usefixtures("economy")
CARD = 'id="steps-title"'


def home_of(client: Client, user: User, query: str = "") -> str:
    client.force_login(user)
    return client.get(f"/{query}").content.decode()


def test_the_steps_are_drawn_with_the_home_page_of_a_member_of_a_group(client: Client, member: Make) -> None:
    outside, inside = member("tom"), member("mei")
    scenes.group("tea", founder=inside)

    pages = [home_of(client, inside, query) for query in ("", "?tab=latest", "?mood=joy")]

    assert [CARD in page for page in pages] == [True, False, False]
    assert CARD not in home_of(client, outside)  # is asked to join a group first


@pytest.mark.parametrize("who", ["at level four", "hides the game", "has none left"])
def test_the_steps_are_not_shown_to_somebody_who(client: Client, member: Make, who: str) -> None:
    user = member("mei", game_hidden=who == "hides the game")
    scenes.group("tea", founder=user)
    if who == "at level four":
        four = Level.objects.get(number=4).threshold
        Account.objects.update_or_create(user=user, currency_id="growth", defaults={"available": four})
    if who == "has none left":
        Task.objects.update(retired_at=clock.now())

    assert CARD not in home_of(client, user)


def test_the_steps_cost_five_queries_and_one_for_whoever_is_no_newcomer(
    member: Make, rf: Any, django_assert_num_queries: Any
) -> None:
    request = rf.get("/")
    request.user = member("mei")
    with django_assert_num_queries(5):
        assert first_steps.draw(request)

    Account.objects.update_or_create(user=request.user, currency_id="growth", defaults={"available": 1_000_000})

    with django_assert_num_queries(1):
        assert first_steps.draw(request) is None
