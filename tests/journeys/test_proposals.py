"""The whole road in real browsers: an idea, bettered, wanted by three, answered, made, tested, sold; its shares."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from community import models
from community.models import CreditStatement, MakingUpdate, Proposal
from community.services.proposals import credits, launching, making, owed, testing
from lib import clock
from rewards.models import BuyTeam, Campaign, Seat
from rewards.services import campaigns
from tests.community import proposing, scenes
from tests.factories import member
from tests.journeys import axe
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.steps import awake, is_same, listens
from tests.journeys.test_buy_together import join, path_of, pay
from tests.journeys.town import Town, hear_news
from tests.rewards import factories as f

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
Enter = Callable[..., Page]
WEEK = timedelta(days=8)


@pytest.fixture
def enter(open_page: OpenPage, town: Town, settings: Any, tmp_path: Any) -> Enter:
    del town
    settings.MEDIA_ROOT, settings.HEARTH_TRUST_DAYS = tmp_path, 0

    def enter_one(who: User | None = None, **options: Any) -> Page:
        if who:
            hear_news(who)
        return open_page(who, **options)

    return enter_one


def write(page: Page, brand: Any, friend: User) -> Proposal:
    """Begin with a name, write the rest while it saves itself, and ask a friend."""
    page.goto("/proposals/new/")
    page.get_by_label("Its name").fill("Refill pouches for the tin")
    page.get_by_label("Which brand should make it?").select_option(brand.slug)
    page.get_by_label("Something is missing").check()
    page.get_by_role("button", name="Begin to write").click()
    expect(page).to_have_url(re.compile("/edit/$"))
    awake(page)
    for label, words in proposing.TEXTS.items():
        page.locator(f"[name={label}]").fill(words)
    expect(page.locator("#studio [role=status]").filter(has_text="Saved")).to_be_visible()
    assert not axe.faults(page)
    page.get_by_label("Ask somebody to be a co-author").fill(f"@{friend.username}")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#authors")).to_contain_text("Asked")
    return Proposal.objects.get(title="Refill pouches for the tin")


def hand_in(page: Page, path: str) -> None:
    page.goto(f"{path}hand-in/")
    page.get_by_label("I have read them and accept them").check()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.locator(".proposal-state")).to_contain_text("In review")


def amend(page: Page, author: Page, path: str) -> None:
    """Propose a change; the author takes it in before anybody supports it."""
    page.goto(f"{path}amend/")
    page.locator("[name=sketch]").fill("A pouch with a spout, sold alone.")
    page.get_by_label("Why it would be better").fill("It pours with one hand")
    page.get_by_label("I have read them and accept them").check()
    page.get_by_role("button", name="Propose it").click()
    author.goto(f"{path}amendments/")
    author.get_by_label("Your answer").fill("Of course.")
    author.get_by_role("button", name="Take it in").click()
    expect(author.locator(".edition")).to_contain_text("It became version 2")


def answer(page: Page, path: str) -> None:
    page.goto(f"{path}answer/")
    page.locator("[name=outcome][value=accepted], [name=outcome] >> nth=0").first.check()
    page.locator("[name=reasons]").fill("My father read it aloud at dinner.")
    page.locator("[name=feasibility]").last.check()
    page.locator("[name=cost]").fill("18600")
    page.get_by_role("button", name="Keep or publish the answer").click()
    expect(page.locator("main")).to_contain_text("My father read it aloud at dinner.")


def make(made: Proposal, maker: User, tester: User) -> None:
    """A prototype is shown and tested, and the authors share out the credit."""
    now = clock.now()
    making.tell(by=maker, proposal=made, title="No 2", body="It pours.", is_prototype=True, now=now - 4 * WEEK)
    asked = [testing.Question("Does it pour?")]
    prototype = MakingUpdate.objects.select_related("proposal").get()
    times = {"draws_at": now - 3 * WEEK, "closes_at": now - 2 * WEEK, "now": now - 4 * WEEK}
    test = testing.open_(by=maker, prototype=prototype, places=1, questions=asked, **times)
    testing.wish(user=tester, test=test, now=now - 4 * WEEK)
    testing.draw_due(now=now - 3 * WEEK)
    test = models.TestRound.objects.get()
    testing.answer(user=tester, test=test, answers={test.questions[0]["key"]: "5"}, now=now - 3 * WEEK)
    testing.close_due(now=now - 2 * WEEK)
    made = proposing.fresh(made)
    roles, points = owed.contributors(made), owed.suggest(made)
    people = User.objects.in_bulk(roles)
    shares = [credits.Share(people[pk], roles[pk], points[pk], "As it is written.") for pk in roles]
    statement = credits.write(by=made.author, proposal=made, shares=shares, now=now - 2 * WEEK)
    credits.show(by=made.author, statement=statement, now=now - 2 * WEEK)
    credits.freeze_due(now=now - WEEK + timedelta(hours=1))
    assert CreditStatement.objects.get().state == "frozen"


def launch(made: Proposal, maker: User, staff: User) -> Campaign:
    """The brand finishes what the announcement drafted, staff approve it, and it opens for those who helped."""
    now, names = clock.now(), {"en": "Tea in a pouch"}
    launching.announce(by=maker, proposal=proposing.fresh(made), now=now)
    drafted = Campaign.objects.get(launch=launching.key_of(made))
    terms = f.terms(names=names, ladder=[(2, 5_000)], sizes=(2,), stock=9)
    edited = campaigns.edit(by=maker, campaign=drafted, terms=terms, now=now)
    campaigns.submit(by=maker, campaign=edited, now=now)
    campaigns.approve(by=staff, campaign=Campaign.objects.get(pk=drafted.pk), now=now)
    launching.launch(by=maker, proposal=proposing.fresh(made), names=names, stories=names, now=now)
    return Campaign.objects.get(pk=drafted.pk)


def shows_the_split(page: Page) -> None:
    """The statement names who made it, in basis points that are a whole."""
    expect(page.locator(".credit-list")).to_contain_text("Mei")
    points = page.locator(".credit-points").all_inner_texts()
    assert sorted(int(each.replace(",", "")) for each in points) == [500, 4750, 4750]


def test_an_idea_becomes_a_product_that_its_supporters_buy_first(enter: Enter, town: Town, problems: Problems) -> None:
    brand, staff = f.brand(), f.staff()
    mei, jonas, haruka = (scenes.join(town.tea, member(name)) for name in ("Mei", "Jonas", "Haruka"))
    author, friend, helper, keeper = enter(mei), enter(jonas), enter(haruka, **PHONE), enter(staff)
    made = write(author, brand, jonas)
    path = f"/proposals/{made.public_id}/"
    friend.goto(path)
    friend.get_by_role("button", name="Yes, I accept the terms").click()
    hand_in(author, path)
    keeper.goto(f"{path}review/")
    keeper.get_by_label("How many supporters").fill("3")
    keeper.get_by_role("button", name="Open it for support").click()
    amend(helper, author, path)

    one, other = enter(member("Ana")), enter(member("Ben"), java_script_enabled=False)
    for page in (helper, one, other):
        page.goto(path)
    for page in (helper, one):
        listens(page)
    other.get_by_role("button", name="I would want this").click()
    for page in (helper, one):
        expect(page.locator(".proposal-sum strong")).to_have_text("1")
    helper.get_by_role("button", name="I would want this").click()
    expect(helper.locator("#mine")).to_contain_text("You support it")
    expect(one.locator(".proposal-sum strong")).to_have_text("2")
    one.get_by_role("button", name="I would want this").click()
    for page in (helper, one):
        expect(page.locator(".proposal-state h2")).to_have_text("Waiting for the brand's answer")
        assert is_same(page)
    assert not axe.faults(helper)

    answer(enter(brand.owner), path)
    expect(helper.locator(".proposal-state h2")).to_have_text("Accepted")
    expect(helper.locator(".proposal-support")).to_be_hidden()
    make(made, brand.owner, haruka)
    sold = launch(made, brand.owner, staff)
    expect(helper.locator(".proposal-state h2")).to_have_text("Launched")

    problems.allow("409")  # who had no part in it waits
    outsider = enter(town.ben)
    outsider.goto(f"/buy/{sold.public_id}/open/?size=2")
    expect(outsider.get_by_role("button", name="Hold my seat")).to_have_count(0)
    helper.goto(f"/buy/{sold.public_id}/open/?size=2")
    pay(helper)
    join(one, path_of(BuyTeam.objects.get()))
    expect(one.locator(".tally.won")).to_contain_text("¥50")
    assert set(Seat.objects.values_list("state", flat=True)) == {"captured"}
    one.goto(f"{path}credit/")
    shows_the_split(one)
