"""A post is removed, its author appeals, another moderator overturns it: post and points are back, without a reload."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from community.services import cases, reports
from gamify.selectors import players
from lib import clock
from tests.community import scenes
from tests.factories import member
from tests.journeys import axe, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.test_every_page import PHONES, found_too_narrow, found_too_wide
from tests.journeys.test_moderation import HINT_MILLISECONDS
from tests.journeys.town import Town, publish


def faults_of(page):
    found = axe.faults(page)
    for width in PHONES:
        found += found_too_wide(page, width) + found_too_narrow(page, width)
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def test_a_removed_post_comes_back_on_appeal_with_its_points(open_page: OpenPage, town: Town) -> None:
    mei, other = (scenes.join(town.tea, member(name)) for name in ("Mei Lin", "Ola"))
    decider = scenes.join(town.tea, member("Dan"), role="moderator")
    scenes.join(town.tea, other, role="moderator")
    post = publish(mei, town.tea, "My kettle, a gift to whoever comes first.", "joy")
    earned = players.card(user=mei).spark
    case = reports.report(reporter=town.ben, target=post, rule=2, note="", now=clock.now()).report.case
    said = {"action": "remove", "rule": 2, "reason": "It is an advert.", "seen": cases.token_of(case, post)}
    cases.decide(moderator=decider, case=case, now=clock.now(), **said)
    steps.eventually(lambda: players.card(user=mei).spark < earned)
    author, judge = open_page(mei), open_page(other)
    judge.goto("/g/tea/queue/")
    steps.listens(judge)

    author.goto(f"/p/{post.public_id}/gone/")
    author.get_by_role("link", name="how to appeal").click()
    author.get_by_role("link", name="Appeal", exact=True).click()
    faults = faults_of(author)
    author.get_by_label("Why do you think").fill("Nobody pays anything: it is a gift.")
    author.get_by_role("button", name="Send the appeal").click()
    expect(author.locator("#progress")).to_contain_text("Waiting for an answer")
    expect(author.locator("#main")).not_to_contain_text("Dan")
    steps.listens(author)

    expect(judge.locator("#queue article")).to_contain_text("appeal by Mei Lin", timeout=HINT_MILLISECONDS)
    assert steps.is_same(judge)
    judge.locator("#queue h3 a").click()
    faults += faults_of(judge)
    judge.get_by_label("Your question").fill("Who pays the parcel?")
    judge.get_by_role("button", name="Send the question").click()

    author.get_by_label("Your answer").fill("I do.")
    faults += faults_of(author)
    assert steps.is_same(author)
    author.get_by_role("button", name="Send the answer").click()
    expect(author.locator("#progress")).to_contain_text("Waiting for an answer")
    steps.listens(author)
    judge.get_by_role("link", name="Show it as it is now").click()
    judge.get_by_label(re.compile("Your reason")).fill("A gift is no advert.")
    judge.get_by_role("button", name="Overturn it").click()

    expect(author.locator("#progress")).to_contain_text("The decision is overturned", timeout=HINT_MILLISECONDS)
    expect(author.locator("#progress")).to_contain_text("A gift is no advert.")
    assert steps.is_same(author)
    steps.eventually(lambda: players.card(user=mei).spark == earned)
    author.get_by_role("link", name="See it in its place").click()
    expect(author.locator("article.post")).to_contain_text("a gift to whoever comes first")
    assert not faults, "\n".join(faults)
