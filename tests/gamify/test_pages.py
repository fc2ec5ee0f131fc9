"""The pages of tasks, badges and points."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from accounts.models import User
from gamify.models import Activity
from gamify.services import economies, process, record
from tests import economy

Make = Callable[..., User]
Did = Callable[..., Activity]

pytestmark = pytest.mark.usefixtures("economy")


@pytest.fixture
def mei(member: Make, client: Client, clock: Any) -> User:
    """A member in Shanghai who is signed in and has been noticed today."""
    user = member("mei", time_zone="Asia/Shanghai")
    client.force_login(user)
    client.get(reverse("gamify:settings"))
    process.sweep(now=clock.now)
    return user


def take_back(key: str, *, by: User, now: datetime, reason: str = "deleted") -> None:
    activity = record.undo(key=key, reason=reason, by=by, now=now)
    assert activity is not None
    process.batch(ids=(activity.pk,), now=now)


@pytest.mark.parametrize("name", ["task-list", "badge-list", "why", "settings"])
def test_visitors_are_asked_to_sign_in(client: Client, name: str) -> None:
    url = reverse(f"gamify:{name}")

    answer = client.get(url)

    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={url}"


def test_a_done_task_says_when_and_when_it_opens_again(client: Client, mei: User, did: Did, clock: Any) -> None:
    clock.set(datetime(2026, 3, 4, 1, 42, tzinfo=UTC))
    did(mei, "create", key="post:1", words=30)

    page = client.get(reverse("gamify:task-list")).content.decode()

    assert "Done: 09:42. Opens again at midnight." in page


def test_a_weekly_task_opens_again_on_monday(client: Client, mei: User, did: Did, clock: Any) -> None:
    for number in (1, 2):
        did(mei, "create", key=f"post:{number}", group=number, words=30)

    page = client.get(reverse("gamify:task-list")).content.decode()

    assert "Opens again on Monday." in page


def test_a_try_that_did_not_count_says_why(client: Client, mei: User, member: Make, did: Did) -> None:
    tom = member("tom")
    for number in (1, 2):
        did(mei, "comment", key=f"comment:{number}", post="1", post_author=tom.public_id, words=9)

    page = client.get(reverse("gamify:task-list")).content.decode()

    assert "Did not count yet: This was counted before; something different counts next." in page


def test_every_open_task_leads_to_a_page_that_exists(client: Client, mei: User) -> None:
    page = client.get(reverse("gamify:task-list")).content.decode()

    links = re.findall(r'<a class="btn slim" href="([^"]+)"', page)

    assert links
    assert {client.get(link).status_code for link in links} == {200}


def test_a_newcomer_is_shown_the_first_steps_until_they_are_done(client: Client, mei: User, did: Did) -> None:
    url = reverse("gamify:first-steps")

    before = client.get(url).content.decode()
    did(mei, "create", key="post:1", words=30)
    after = client.get(url).content.decode()

    shared = "Share one moment"
    assert (shared in before, "0 of 4 done" in before) == (True, True)
    assert (shared in after, "1 of 4 done" in after) == (False, True)
    steps = re.findall(r'<a class="btn slim[^"]*" href="([^"]+)"', after)
    assert {client.get(step).status_code for step in steps} == {200}
    assert len(steps) == 3


def test_the_live_part_of_the_tasks_page_is_the_same_as_the_page_shows(client: Client, mei: User, did: Did) -> None:
    did(mei, "create", key="post:1", words=30)
    url = reverse("gamify:task-list")

    page, part = (client.get(url, headers=headers).content.decode() for headers in ({}, {"HX-Request": "true"}))

    assert part.strip() in page
    assert f'data-live="member:{mei.public_id}:game"' in part


@pytest.mark.parametrize(("name", "queries"), [("task-list", 26), ("badge-list", 9), ("why", 12)])
def test_a_page_takes_the_same_queries_for_one_activity_and_for_twenty(
    client: Client,
    mei: User,
    did: Did,
    django_assert_num_queries: Any,
    name: str,
    queries: int,
) -> None:
    for count in (1, 20):
        for number in range(count):
            did(mei, "create", key=f"post:{count}{number:02}", group=count, words=30)
        for _twice in range(2):  # what it tells of has been read then, and is counted again
            client.get(reverse(f"gamify:{name}"))
            caches["fragments"].clear()
        client.get(reverse(f"gamify:{name}"))
        with django_assert_num_queries(queries):
            assert client.get(reverse(f"gamify:{name}")).status_code == 200


def test_badges_say_how_far_and_how_rare(client: Client, mei: User, member: Make, did: Did) -> None:
    did(mei, "create", key="post:1", words=30)
    did(member("tom"), "visit", key="visit:1", group=None)

    page = " ".join(client.get(reverse("gamify:badge-list")).content.decode().split())

    assert "50% have it" in page  # First words: one of the two players
    assert "1 of 10" in page  # Ten moments
    assert "Nobody has it yet" in page


def test_points_name_the_rule_and_its_version(client: Client, mei: User, did: Did) -> None:
    did(mei, "create", key="post:1", words=30)

    page = " ".join(client.get(reverse("gamify:why")).content.decode().split())

    assert 'rule “Sharing a moment” · <span class="nowrap num">version 1</span>' in page
    assert "+10 growth, +2 spark" in page


def test_a_battle_and_a_plant_are_not_called_teams(client: Client, mei: User, did: Did) -> None:
    for key in ("team:1", "battle:1", "plant:1"):
        did(mei, "complete", key=key, group=None)

    page = client.get(reverse("gamify:why")).content.decode()

    found = [page.count(text) for text in ("A team came together", "Played a battle to its end", "Harvested together")]
    assert found == [1, 1, 1]


def test_points_taken_back_keep_their_reason(client: Client, mei: User, did: Did, clock: Any) -> None:
    did(mei, "create", key="post:1", words=30)
    take_back("post:1", by=mei, now=clock.tick(minutes=1))

    page = " ".join(client.get(reverse("gamify:why")).content.decode().split())

    assert "Taken back: Post" in page
    assert "you deleted it" in page
    assert "no longer counts" in page
    assert "−10 growth, −2 spark" in page


def test_what_did_not_count_is_told_with_the_time_it_opens(client: Client, mei: User, did: Did, clock: Any) -> None:
    for number in range(6):
        did(mei, "create", key=f"post:{number}", words=30)

    page = client.get(reverse("gamify:why")).content.decode()

    assert (
        "Did not count: Sharing a moment. You have had this as often as it goes for now. "
        "Opens again at midnight." in page
    )


def test_the_history_is_paged_without_gaps_or_doubles(client: Client, mei: User, did: Did, clock: Any) -> None:
    for number in range(45):
        did(mei, "like", key=f"reaction:{number}", object_author="nobody", at=clock.tick(minutes=1))

    seen: list[str] = []
    url = reverse("gamify:why")
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r'<time datetime="([^"]+)"', page)
        found = re.search(r'href="([^"]*after=[^"]+)" rel="next"', page)
        url = found[1].replace("&amp;", "&") if found else ""

    assert len(seen) == len(set(seen)) == 46  # and the visit
    assert seen == sorted(seen, reverse=True)


def test_the_history_can_show_one_currency(client: Client, mei: User, did: Did, clock: Any) -> None:
    did(mei, "create", key="post:1", words=30)

    page = client.get(reverse("gamify:why"), {"currency": "spark"}).content.decode()

    assert "Post" in page
    assert "Came by" not in page  # growth only


@pytest.mark.parametrize("nonsense", ["x' OR 1=1", "9" * 30, "\u00b2", "0"])
def test_a_cursor_nobody_gave_out_begins_again(client: Client, mei: User, did: Did, nonsense: str) -> None:
    did(mei, "create", key="post:1", words=30)

    for address in (reverse("gamify:why"), "/api/v1/points", "/api/v1/activities"):
        answers = [client.get(address, {"after": after}).content for after in ("", nonsense)]
        assert b"create" in answers[0] or b"Post" in answers[0]
        assert len(answers[1]) >= len(answers[0])


def test_a_member_without_anything_sees_kind_empty_pages(client: Client, mei: User) -> None:
    tasks = client.get(reverse("gamify:task-list")).content.decode()
    badges = client.get(reverse("gamify:badge-list")).content.decode()

    assert "Streak: 1 day" in tasks
    assert "Your first badge is close" in badges


def test_what_ones_own_words_did_not_earn_is_said_once_and_without_what_comes_only_once(
    client: Client, mei: User, did: Did
) -> None:
    did(mei, "comment", key="comment:1", post_author=mei.public_id, words=50)

    points = client.get(reverse("gamify:why")).content.decode()
    tasks = client.get(reverse("gamify:task-list")).content.decode()

    assert "Did not count: Answering somebody" in points
    assert "Your very first answer" not in points
    assert "This one counts for other people" in tasks


def test_the_short_list_says_that_points_have_more_than_one_reason(client: Client, mei: User, did: Did) -> None:
    did(mei, "create", key="post:1", words=30, images=0)

    page = " ".join(client.get(reverse("gamify:task-list")).content.decode().split())

    assert "rule “Sharing a moment” and 3 more" in page


def test_a_verb_of_a_shop_is_called_as_its_rule_is_also_when_it_no_longer_counts(
    client: Client, mei: User, did: Did, clock: Any
) -> None:
    rule = """
[[rule]]
key = "honest-review"
verb = "review"
names = { en = "100% honest review", zh-hans = "一条真实的评价" }
cap_times = 1
cap_cycle = "week"
effects = [{ kind = "points", currency = "growth", amount = 15 }]
"""
    economies.publish(text=economy.DEFAULT.read_text("utf-8") + rule, now=clock.now)
    for key in ("order:1", "order:2"):
        did(mei, "review", key=key, group=None)

    page = client.get(reverse("gamify:why")).content.decode()

    titles = re.findall(r"<h[23][^>]*>\s*(.*?)\s*</h", page)
    assert titles[:2] == ["100% honest review"] * 2, titles
