"""A battle in three browsers: two sides and a visitor watch it run, live, from the choice of a team to its story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from community.services import reactions
from gamify.services import process
from lib import clock
from rewards.models import Battle
from rewards.services.battles import collecting, counting, running
from tests.community import scenes
from tests.factories import member
from tests.journeys import axe
from tests.journeys.conftest import MOVING, OpenPage
from tests.journeys.gallery import LONG
from tests.journeys.steps import is_same, listens
from tests.journeys.test_every_page import faults_of
from tests.journeys.town import Town, hear_news, publish
from tests.rewards import arena, factories as f

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HOUR = timedelta(hours=1)
Enter = Callable[..., Page]


@pytest.fixture
def enter(open_page: OpenPage, town: Town) -> Enter:
    del town

    def enter_one(who: User | None = None, **options: Any) -> Page:
        if who:
            hear_news(who)
        return open_page(who, **options)

    return enter_one


def begin(battle: Battle) -> None:
    now = clock.now()
    Battle.objects.filter(pk=battle.pk).update(starts_at=now - HOUR / 60, ends_at=now + HOUR)
    running.start_due(now=now)


def end(battle: Battle) -> None:
    """Let it be over, counted, and a day later final."""
    now = clock.now()
    Battle.objects.filter(pk=battle.pk).update(ends_at=now)
    running.lock_due(now=now)
    process.sweep(now=now)
    counting.count_due(now=now)


def feel(author: User, town: Town, by: User) -> None:
    """Somebody writes, and somebody else feels it."""
    post = publish(author, town.tea, "The lid rattles like a small train.")
    reactions.toggle(user=by, target=post, kind="felt", now=clock.now())
    process.sweep(now=clock.now())
    collecting.collect_due(now=clock.now())
    hear_news(author)


def shows(pages: tuple[Page, ...], first: int, second: int) -> None:
    """Expect the scores on every page, without a reload."""
    for page in pages:
        expect(page.locator(".battle-bar .score")).to_have_text([str(first), str(second)])
        assert is_same(page)


def choose(page: Page, path: str, number: int) -> None:
    """Play for one of the two teams."""
    page.goto(path)
    page.locator(".doors .team-btn").nth(number).click()
    expect(page.locator(".my-part .team-name")).to_have_text(arena.TWO[number])


def lists_show(page: Page) -> Page:
    page.goto("/battles/")
    return listens(page)


def test_two_sides_and_a_watcher_see_a_battle_run_to_its_story(enter: Enter, town: Town) -> None:
    battle = arena.announced(f.brand())
    path = f"/battles/{battle.public_id}/"
    ana, ben = town.ben, scenes.join(town.tea, member("小满", handle="xiaoman", locale="zh-hans"))
    left, right, watcher = enter(ana, **MOVING), enter(ben, locale="zh-CN", **PHONE), enter()

    choose(left, path, 0)
    choose(right, path, 1)
    watcher.goto("/battles/")
    watcher.get_by_role("link", name="Spring pick").click()
    expect(right.locator("html")).to_have_attribute("lang", "zh-hans")
    pages = (left, right, watcher)
    for page in pages:
        listens(page)
    begin(battle)
    shows(pages, 0, 0)

    lists = lists_show(enter())
    feel(ana, town, town.founder)
    shows(pages, 3, 0)
    expect(lists.locator(".battle-card .score")).to_have_text(["3", "0"])
    assert is_same(lists)
    expect(left.locator(".my-part")).to_contain_text("you brought 3 points")
    feel(ben, town, town.founder)
    feel(ben, town, town.founder)
    shows(pages, 3, 6)
    expect(watcher.locator(".battle-feed li").first).to_contain_text("小满")
    expect(watcher.locator("[data-said]")).to_contain_text("Slow Steepers 6")
    assert not axe.faults(right)

    end(battle)
    for page in pages:
        expect(page.locator(".battle-bar.tallied")).to_be_visible()
    counting.finish_due(now=clock.now() + 25 * HOUR)
    for page in pages:
        expect(page.locator(".outcome")).to_contain_text("Slow Steepers")
        assert is_same(page)
    won = f'dialog[data-key="battle-{battle.public_id}"]'
    expect(right.locator(f"#celebrations {won}")).to_have_count(1)
    expect(left.locator(won)).to_have_count(0)

    expect(left.get_by_role("link", name="Read the story")).to_have_attribute("href", f"{path}story/")
    left.goto(f"{path}story/")
    expect(left.locator(".story-banner")).to_contain_text("Slow Steepers won")
    expect(left.locator(".wall li")).to_have_count(2)
    right.goto(f"{path}story/")
    assert not axe.faults(right)
    assert right.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_battle_can_be_joined_and_read_without_scripts(enter: Enter) -> None:
    battle = arena.announced(f.brand(), teams=("Early", "Late", "Never"))
    page = enter(member("Ana"), java_script_enabled=False)
    page.goto(f"/battles/{battle.public_id}/")
    page.get_by_role("button", name="Play for Late").click()
    expect(page.locator(".my-part .team-name")).to_have_text("Late")

    page.get_by_role("button", name="Leave this team").click()
    expect(page.get_by_role("button", name="Play for Late")).to_be_visible()
    page.get_by_role("link", name="The whole record, and how to count it again").click()
    expect(page.get_by_role("heading", name="Nothing yet")).to_be_visible()


def test_a_brand_writes_a_battle_and_staff_announce_it(enter: Enter) -> None:
    shop = f.brand()
    page = enter(shop.owner)
    page.goto(f"/brands/{shop.slug}/battles/")
    page.get_by_label("A new one: what is it called?").fill("Two kettles")
    page.get_by_role("button", name="Begin a draft").click()
    first, second = page.locator(".side-row").nth(0), page.locator(".side-row").nth(1)
    first.get_by_label("Name (English)").fill("Early Birds")
    second.get_by_label("Name (English)").fill("Slow Steepers")
    page.get_by_label("What the winners get (English)").fill("A kettle.")
    page.get_by_label("What everybody gets who brings something (English)").fill("A letter.")
    start = clock.now() + 24 * HOUR
    page.get_by_label("Begins").fill(start.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Ends").fill((start + 48 * HOUR).strftime("%Y-%m-%dT%H:%M"))
    expect(page.locator("#sight")).to_contain_text("Nothing is missing")
    page.get_by_role("button", name="Save and hand in for review").click()
    expect(page.locator("main")).to_contain_text("Somebody of the staff looks at it")

    keeper = enter(f.staff())
    keeper.goto("/review/battles/")
    keeper.get_by_role("link", name="Two kettles").click()
    keeper.get_by_role("button", name="Approve and freeze the rules").click()
    expect(keeper.get_by_role("heading", name="Nothing waits for you")).to_be_visible()

    assert Battle.objects.get().state == "announced"


def test_every_page_of_battles_is_free_of_serious_faults(enter: Enter, town: Town) -> None:
    shop = f.brand()
    battle = arena.announced(
        shop, names={"en": f"Spring {LONG}"[:80]}, teams=("A", "B", LONG[:70], "D", "E", "F", "G", "H")
    )
    for number in range(8):
        arena.play(battle, number)
    me = arena.play(battle, 0, scenes.join(town.tea, shop.owner))
    begin(battle)
    feel(me, town, town.founder)
    path, own = f"/battles/{battle.public_id}/", f"/brands/{shop.slug}/battles/"
    draft = arena.draft(shop)
    paths = ["/battles/", path, f"{path}record/", own, f"{own}{battle.public_id}/", f"{own}{draft.public_id}/edit/"]
    paths += [f"{own}{draft.public_id}/preview/"]
    page = enter(me)
    hear_news(me)
    faults = [fault for each in paths for fault in faults_of(page, each)]
    end(battle)
    faults += faults_of(page, path)
    counting.finish_due(now=clock.now() + 25 * HOUR)
    keeper, waiting = enter(f.staff()), arena.in_review(shop)
    faults += faults_of(page, f"{path}story/")
    faults += [
        fault
        for each in ("/review/battles/", f"/review/battles/{waiting.public_id}/")
        for fault in faults_of(keeper, each)
    ]

    assert not faults, "\n".join(faults)
