"""What a member is told they gained: once, with its reasons, and never loudly on a heavy day."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from gamify.models import Activity, Player
from gamify.services import process, record

Make = Callable[..., User]
Did = Callable[..., Activity]

pytestmark = pytest.mark.usefixtures("economy")


@pytest.fixture
def mei(member: Make, client: Client, clock: Any) -> User:
    """A signed-in member who was noticed today and has seen that."""
    user = member("mei")
    client.force_login(user)
    client.get(reverse("gamify:settings"))
    process.sweep(now=clock.now)
    _see(client, user)
    return user


def _ask(client: Client, **query: str) -> str:
    return " ".join(client.get(reverse("gamify:gains"), query).content.decode().split())


def _span(client: Client) -> tuple[int, int]:
    """Return what a page knows: the last activity that was shown, and the last there is."""
    page = client.get(reverse("gamify:badge-list")).content.decode()
    shown = re.search(r'data-from="(\d+)" data-to="(\d+)"', page)
    assert shown is not None
    return int(shown[1]), int(shown[2])


def _see(client: Client, user: User) -> int:
    sequence = Player.objects.get(user=user).sequence
    return client.post(reverse("gamify:gains-seen"), {"sequence": sequence}).status_code


def test_points_come_with_their_reasons(client: Client, mei: User, member: Make, did: Did) -> None:
    for number in range(2):
        did(mei, "like", key=f"reaction:{number}", object_author="nobody")

    news = _ask(client)

    assert "+2 growth</strong>" in news
    assert "Feeling with somebody" in news
    assert reverse("gamify:why") in news
    assert "<dialog" not in news


def test_a_badge_and_a_level_are_celebrated_together(client: Client, mei: User, did: Did) -> None:
    did(mei, "create", key="post:1", words=30, emotions=["joy"])

    news = _ask(client)

    assert news.count("<dialog") == 1
    assert "Level 2: Ember" in news
    assert "First words" in news
    assert "Task done: Share one moment" in news


@pytest.mark.parametrize("emotion", ["sad", "anxious", "angry", "dislike"])
def test_a_heavy_post_is_answered_quietly(client: Client, mei: User, did: Did, emotion: str) -> None:
    did(mei, "create", key="post:1", words=30, emotions=["hope", emotion])

    news = _ask(client)

    assert "<dialog" not in news
    assert 'class="toast gain"' in news
    assert "Badge: First words" in news


@pytest.mark.parametrize(
    ("verb", "field"), [("comment", "post_author"), ("like", "object_author"), ("receive", "from")]
)
def test_what_was_earned_under_a_heavy_post_is_answered_quietly(
    client: Client, mei: User, member: Make, did: Did, verb: str, field: str
) -> None:
    tom = member("tom")
    for number in range(10):
        did(mei, verb, key=f"{verb}:{number}", **{field: tom.public_id}, words=30, emotions=["sad"])

    news = _ask(client)

    assert "<dialog" not in news
    assert 'class="toast gain"' in news


def test_what_comes_back_is_no_feast(client: Client, mei: User, did: Did, clock: Any) -> None:
    did(mei, "create", key="post:1", words=30, emotions=["sad"])
    record.undo(key="post:1", reason="removed", by=None, now=clock.now)
    process.sweep(now=clock.now)
    _see(client, mei)
    record.redo(key="post:1", reason="restored", by=None, now=clock.now)
    process.sweep(now=clock.now)

    news = _ask(client)

    assert "<dialog" not in news
    assert "Badge: First words" in news


def test_what_was_seen_is_not_told_again(client: Client, mei: User, did: Did) -> None:
    did(mei, "create", key="post:1", words=30)

    assert _see(client, mei) == 204

    assert "toast" not in _ask(client)
    assert "<dialog" not in _ask(client)
    assert _span(client) == (2, 2)


def test_a_page_says_that_there_is_news(client: Client, mei: User, did: Did) -> None:
    before = _span(client)
    did(mei, "create", key="post:1", words=30)

    assert (before, _span(client)) == ((1, 1), (1, 2))


def test_each_tab_asks_from_where_it_stands(client: Client, mei: User, did: Did) -> None:
    did(mei, "create", key="post:1", words=30)
    _see(client, mei)

    assert "toast" not in _ask(client)
    assert "<dialog" in _ask(client, after="1")
    assert "<dialog" not in _ask(client, after="2")
    for nonsense in ("x", "-1", "\uff11", "9" * 40):
        assert "<dialog" not in _ask(client, after=nonsense)


@pytest.mark.parametrize("sequence", ["999", "-1", "x", "", "1" * 40])
def test_nobody_can_mark_what_they_were_not_shown(client: Client, mei: User, did: Did, sequence: str) -> None:
    did(mei, "create", key="post:1", words=30)
    before = Player.objects.get(user=mei).seen_sequence

    client.post(reverse("gamify:gains-seen"), {"sequence": sequence})

    assert Player.objects.get(user=mei).seen_sequence == before


def test_points_taken_back_are_told_without_a_celebration(client: Client, mei: User, did: Did, clock: Any) -> None:
    did(mei, "create", key="post:1", words=30)
    _see(client, mei)
    undo = record.undo(key="post:1", reason="deleted", by=mei, now=clock.tick(minutes=1))
    assert undo is not None
    process.batch(ids=(undo.pk,), now=clock.now)

    news = _ask(client)

    assert "<dialog" not in news
    assert "−" in news
    assert "Sharing a moment" in news


def test_a_visitor_gains_nothing(client: Client) -> None:
    assert client.get(reverse("gamify:gains")).content == b""
    assert client.post(reverse("gamify:gains-seen"), {"sequence": "1"}).content == b""
