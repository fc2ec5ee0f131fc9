"""The main job: somebody new writes a post with a feeling; points and a badge answer, and other browsers move."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.utils import translation
from playwright.sync_api import Page, expect

from accounts.models import User
from gamify.models import Account
from gamify.selectors import players
from tests.community import scenes
from tests.factories import PASSWORD, member
from tests.journeys import steps
from tests.journeys.conftest import MOVING, OFFLINE, OpenPage, Problems
from tests.journeys.town import Town, publish
from tests.journeys.voice import CHINESE, ENGLISH, Voice

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
BODY = {"en": "First flush today, and it rained on the roof.", "zh-hans": "今天的头春茶，屋顶上下着雨。"}
NAME = {"en": "Mei Lin", "zh-hans": "林小梅"}


def sign_up(page: Page, say: Voice) -> User:
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", re.compile(say.language, re.IGNORECASE))
    page.locator("#main").get_by_role("link", name=say("Join Hearth")).click()
    page.wait_for_url("**/signup/")
    steps.awake(page)
    page.locator('[name="display_name"]').fill(NAME[say.language])
    page.locator('[name="email"]').fill("mei@example.org")
    page.locator('[name="password1"]').fill(PASSWORD)
    page.get_by_role("button", name=say("Make my account")).click()
    expect(page.get_by_role("heading", name=say("Check your mail"))).to_be_visible()
    link = re.search(r"/accounts/confirm-email/\S+", mail.outbox[-1].body)
    assert link is not None
    page.goto(link[0])
    page.locator("#main form button").click()
    expect(page.locator("#act")).to_be_attached()
    page.wait_for_url(lambda url: "confirm" not in url)
    return User.objects.get(email="mei@example.org")


def join(page: Page, town: Town, say: Voice) -> None:
    page.goto("/groups/")
    page.locator(f'#main a[href="/g/{town.tea.slug}/"]').first.click()
    page.locator("#main").get_by_role("button", name=say("Join"), exact=True).click()
    page.locator("#main").get_by_role("link", name=say("Write"), exact=True).click()
    page.wait_for_url("**/write/**")


def expect_celebration(page: Page, say: Voice) -> None:
    party = page.locator("dialog.celebration")
    expect(party).to_be_visible()
    expect(party).to_contain_text(say.badge("first-words"))
    expect(party).to_contain_text(say("Task done: %(name)s", name=say.task("share-today")))
    expect(party).to_contain_text(say.rule("first-moment"))
    expect(party).to_contain_text(say("%(points)s growth", points="+20"))
    page.keyboard.press("Escape")
    expect(party).to_have_count(0)


def expect_level(page: Page, user: User, say: Voice) -> None:
    card = players.card(user=user)
    assert card.level == 2
    with translation.override(say.language):
        words = translation.gettext("Level %(level)s · %(spark)s spark") % {"level": card.level, "spark": card.spark}
    expect(page.locator("#self")).to_contain_text(words)


def growth_of(user: User) -> int:
    return Account.objects.get(user=user, currency_id="growth").available


@pytest.mark.parametrize(
    ("say", "options"),
    [(ENGLISH, MOVING | OFFLINE), (CHINESE, PHONE | {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"})],
    ids=["english, at a desk", "chinese, on a phone"],
)
def test_a_first_post_is_answered_at_once_and_moves_other_browsers(
    open_page: OpenPage, town: Town, say: Voice, options: dict[str, Any]
) -> None:
    page, feed = open_page(**options), open_page(town.ben)
    board = feed.context.new_page()
    for other, path in ((feed, f"/g/{town.tea.slug}/"), (board, "/boards/")):
        other.goto(path)
        steps.listens(other)
    mei = sign_up(page, say)
    assert mei.time_zone == options.get("timezone_id", mei.time_zone)
    join(page, town, say)
    steps.write(page, BODY[say.language], "joy")
    steps.stamp(feed, ".feed-pill", "1 new post")
    steps.stamp(board, "ol.board", f"{NAME[say.language]}46")

    sent = steps.send(page)

    patience = steps.patience(feed, f"/g/{town.tea.slug}/")
    assert steps.seconds_after(sent, feed) <= patience
    assert steps.seconds_after(sent, board) <= patience
    assert all(steps.is_same(other) for other in (feed, board))
    page.wait_for_url("**/p/**")
    expect_celebration(page, say)
    if "viewport" not in options:
        expect_level(page, mei, say)
    page.goto("/tasks/")
    expect(page.locator("#task-share-today")).to_have_class(re.compile("done"))
    feed.locator(".feed-pill a").click()
    expect(feed.locator("#feed article").first).to_contain_text(BODY[say.language])
    assert steps.is_same(feed)


def test_a_deleted_post_takes_its_points_back_and_says_why(open_page: OpenPage, town: Town, problems: Problems) -> None:
    problems.allow("404.*/card/")  # a card asks once more and learns that it is gone
    mei = scenes.join(town.tea, member("Mei Lin"))
    post = publish(mei, town.tea, BODY["en"], "joy")
    page, feed = open_page(mei), open_page(town.ben)
    board, points = feed.context.new_page(), page.context.new_page()
    for other, path in ((feed, "/g/tea/"), (board, "/boards/"), (points, "/tasks/")):
        other.goto(path)
        steps.listens(other)
    score = board.locator(f'[data-member="{mei.public_id}"] .score')
    expect(score).to_have_text(str(growth_of(mei)))
    expect(points.locator("#task-share-today")).to_have_class(re.compile("done"))
    page.goto(f"/p/{post.public_id}/")
    page.locator("article").get_by_label("More", exact=True).click()
    page.get_by_role("link", name="Delete", exact=True).click()
    steps.stamp(feed, "#feed", "This post is no longer here.")

    with page.expect_response(lambda answer: answer.request.method == "POST" and "/delete/" in answer.url) as deleted:
        page.get_by_role("button", name="Delete", exact=True).click()

    patience = steps.patience(feed, "/g/tea/")
    assert steps.seconds_after(deleted.value, feed) <= patience
    expect(feed.locator("#feed")).not_to_contain_text(BODY["en"])
    assert growth_of(mei) < 5
    expect(score).to_have_text(str(growth_of(mei)))
    expect(points.locator("#task-share-today")).not_to_have_class(re.compile("done"))
    expect(points.locator("#self")).to_contain_text("Level 1 · 0 spark")
    assert all(steps.is_same(other) for other in (feed, board, points))
    page.goto("/points/")
    expect(page.locator("#feed li").first).to_contain_text("you deleted it")
    expect(page.locator("#feed li").first).to_contain_text("Sharing a moment")
