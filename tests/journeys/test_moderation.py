"""A report reaches the moderator by itself, and what they decide reaches everybody it concerns."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from gamify.selectors import players
from tests.community import scenes
from tests.factories import member
from tests.journeys import steps
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.town import Town, publish

HINT_MILLISECONDS = 3_000  # a hint takes a tenth of a second, a busy machine some more, the next heartbeat 25


def test_a_report_is_decided_told_and_undone(open_page: OpenPage, town: Town, problems: Problems) -> None:
    problems.allow("404")
    mei = scenes.join(town.tea, member("Mei Lin"))
    post = publish(mei, town.tea, "Buy my kettle, only today!", "joy")
    earned = players.card(user=mei).spark
    reader, judge, author = open_page(town.ben), open_page(town.founder), open_page(mei)
    judge.goto("/g/tea/queue/")
    steps.listens(judge)
    expect(judge.get_by_text("Nothing waits for you")).to_be_visible()
    author.goto("/settings/")
    steps.listens(author)

    reader.goto(f"/p/{post.public_id}/")
    reader.locator("article.post").get_by_label("More", exact=True).click()
    reader.get_by_role("link", name="Report", exact=True).click()
    reader.locator(".pick", has_text="No advertising").click()
    reader.get_by_role("button", name="Send the report").click()

    expect(judge.locator("#queue article")).to_contain_text("No advertising", timeout=HINT_MILLISECONDS)
    assert steps.is_same(judge)
    judge.locator("#queue h3 a").click()
    judge.locator("#decide .pick", has_text="No advertising").click()
    judge.get_by_label(re.compile("Your reason")).fill("Selling is for the market group.")
    steps.stamp(author, "#toasts", "−")
    judge.locator('#decide button[value="remove"]').click()

    steps.stamped(author)
    assert players.card(user=mei).spark < earned
    assert steps.is_same(author)
    expect(author.locator(".rail .count")).to_have_text(re.compile(r"\d"))
    author.goto("/notifications/")
    author.locator("#notifications").get_by_role("button", name=re.compile("removed", re.IGNORECASE)).first.click()
    expect(author.locator("#main")).to_contain_text("Selling is for the market group.")
    expect(author.locator("#main")).to_contain_text("No advertising")
    reader.goto(f"/p/{post.public_id}/")
    expect(reader.locator("#main")).to_contain_text("404")

    judge.goto("/g/tea/queue/?show=decided")
    judge.locator("#queue h3 a").click()
    judge.locator("#reason").fill("I was wrong.")
    judge.locator('#decide button[value="restore"]').click()

    reader.goto(f"/p/{post.public_id}/")
    expect(reader.locator("article.post")).to_contain_text("Buy my kettle")
    steps.eventually(lambda: players.card(user=mei).spark == earned)
