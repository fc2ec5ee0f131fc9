"""A challenge in three browsers: two take part and win, everybody sees the budget move, and what is left goes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from gamify.models import Challenge, Purse
from gamify.services.challenges import drafting, running, settling
from lib import clock
from tests.api.challenging import Runner
from tests.community import cast, scenes
from tests.factories import member
from tests.journeys import axe
from tests.journeys.conftest import OpenPage
from tests.journeys.gallery import LONG
from tests.journeys.steps import awake, is_same, listens
from tests.journeys.test_every_page import faults_of
from tests.journeys.town import Town, hear_news
from tests.rewards import factories as f

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
Enter = Callable[..., Page]


@pytest.fixture
def enter(open_page: OpenPage, town: Town, settings: Any, tmp_path: Any) -> Enter:
    del town
    settings.MEDIA_ROOT = tmp_path

    def enter_one(who: User | None = None, **options: Any) -> Page:
        if who:
            hear_news(who)
        return open_page(who, **options)

    return enter_one


def shows(pages: tuple[Page, ...], **budget: int) -> None:
    """Expect where the budget is on every page, without a reload."""
    for page in pages:
        for name, points in budget.items():
            expect(page.locator(f'[data-burn="{name}"]')).to_have_text(str(points))
        assert is_same(page)


def launch(runner: Runner, owner: Page, keeper: Page) -> Challenge:
    """Let the brand write a challenge beside its page, and staff approve it."""
    owner.goto(f"/brands/{runner.brand.slug}/challenges/")
    owner.locator("#begin").fill("Spring tea")
    owner.keyboard.press("Enter")
    expect(owner).to_have_url(re.compile("/edit/$"))
    awake(owner)
    owner.locator("[name=story]").fill("Pour it seven times.")
    owner.locator("[name=tasks-0-name]").fill("Tell us of the last cup")
    owner.locator("[name=tasks-0-does]").select_option("proof")
    for asked in ("text", "picture"):
        owner.locator(f"[name=tasks-0-asks][value={asked}]").check()
    owner.locator("[name=lines-0-places]").fill("5")
    owner.locator("[name=lines-0-amount]").fill("20")
    owner.locator("[name=ends_at]").fill((clock.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"))
    expect(owner.locator("#sight")).to_contain_text("= 100")
    expect(owner.locator("#sight")).to_contain_text("Tell us of the last cup")
    owner.locator("[name=submit]").click()
    expect(owner).to_have_url(re.compile("/console/$"))
    made = Challenge.objects.get(state="review")
    keeper.goto(f"/challenges/{made.public_id}/review/")
    keeper.get_by_role("button", name="Approve and announce").click()
    expect(keeper.locator("main")).not_to_contain_text("Approve and announce")
    running.start_due(now=clock.now())
    made.refresh_from_db()
    return made


def accept(owner: Page, challenge: Challenge) -> None:
    """Let the brand answer what waits."""
    owner.goto(f"/challenges/{challenge.public_id}/console/submissions/")
    owner.get_by_role("button", name="It counts").click()
    expect(owner.get_by_role("button", name="It counts")).to_have_count(0)


def left() -> int:
    return int(Purse.objects.get().available)


def hand_in_a_picture(phone: Page) -> None:
    """Hand something in, in Chinese, on a phone."""
    phone.get_by_role("link", name="提交").click()
    phone.get_by_label("用你自己的话").fill("第七泡，淡得好。")
    picture = cast.picture((600, 400))
    phone.locator("#proof-picture").set_input_files(
        {"name": "cup.png", "mimeType": "image/png", "buffer": picture.read()}
    )
    phone.get_by_label("用一句话说说图里有什么").fill("一只杯子")
    assert not axe.faults(phone)
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator(".challenge-task")).to_contain_text("已提交")
    listens(phone)


def read_the_result(watcher: Page, desk: Page, path: str) -> None:
    """Read who won, and say something as a winner."""
    watcher.get_by_role("link", name="Who won, and what they say").click()
    expect(watcher.locator(".winners-banner")).to_contain_text("20 points each: 2 people finished")
    expect(watcher.locator(".wall")).to_contain_text("小满")
    desk.goto(f"{path}result/")
    desk.get_by_label("How it was for you").fill("I did not know water had so much to say.")
    desk.get_by_role("button", name="Keep it so").click()
    expect(desk.locator(".story-card")).to_contain_text("so much to say")


def test_two_take_part_and_win_live_and_the_rest_of_the_budget_returns(enter: Enter, town: Town) -> None:
    runner = Runner(f.brand())
    owner, other = enter(runner.owner), runner.running(names={"en": "Another"})
    challenge = launch(runner, owner, enter(runner.staff))
    assert left() == 5000 - 100 - 60
    path = f"/challenges/{challenge.public_id}/"
    mei, ben = scenes.join(town.tea, member("小满", handle="xiaoman", locale="zh-hans")), town.ben
    phone, desk, watcher = enter(mei, locale="zh-CN", **PHONE), enter(ben), enter()

    watcher.goto("/challenges/")
    expect(watcher.locator(".challenge-card .label")).to_have_count(2)
    watcher.get_by_role("link", name="Spring tea").click()
    for page in (phone, desk):
        page.goto(path)
    phone.get_by_role("button", name="我参加").click()
    desk.get_by_role("button", name="I take part").click()
    for page in (phone, desk, watcher):
        expect(page.locator(".challenge-standings header")).to_contain_text("2")
        listens(page)

    hand_in_a_picture(phone)
    accept(owner, challenge)
    shows((phone, desk, watcher), promised=20, held=80, paid=0)
    expect(phone.locator(".challenge-task.done")).to_be_visible()
    desk.get_by_role("link", name="Hand in").click()
    desk.get_by_label("In your words").fill("Like warm water that once met a tea.")
    desk.get_by_role("button", name="Hand in").click()
    expect(desk.locator(".challenge-task")).to_contain_text("without one it counts")
    listens(desk)
    accept(owner, challenge)
    shows((phone, desk, watcher), promised=40, held=60)
    assert not axe.faults(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    drafting.call_off(by=runner.staff, challenge=other, reason="The kiln broke.", now=clock.now())
    assert left() == 5000 - 100
    end(challenge)
    shows((phone, desk, watcher), paid=40, returned=60)
    assert left() == 5000 - 40
    expect(phone.locator(".challenge-won")).to_contain_text("20 分")
    expect(desk.locator(".challenge-won")).to_contain_text("20 points")

    read_the_result(watcher, desk, path)
    watcher.goto(f"/challenges/{other.public_id}/")
    expect(watcher.locator(".challenge-end")).to_contain_text("The kiln broke.")
    expect(watcher.locator('[data-burn="returned"]')).to_have_text("60")


def end(challenge: Challenge) -> None:
    """Let its time be over, and settle it."""
    now = clock.now()
    Challenge.objects.filter(pk=challenge.pk).update(ends_at=now)
    settling.catch_up(now=now)


def test_every_page_of_challenges_is_free_of_serious_faults_and_works_without_scripts(enter: Enter, town: Town) -> None:
    runner = Runner(f.brand())
    mei = scenes.join(town.tea, member("Mei"))
    named = {"names": {"en": f"Spring {LONG}"[:80]}, "taglines": {"en": LONG}}
    teams, handed = runner.running(team_size=3, **named), runner.handed(mei)[0]
    plain = enter(mei, java_script_enabled=False)
    plain.goto(f"/challenges/{teams.public_id}/")
    plain.get_by_label("Begin the first team").fill(LONG[:40])
    plain.get_by_role("button", name="Begin a team").click()
    expect(plain.locator(".my-team")).to_contain_text("just joined in")
    over = runner.over(mei)
    team = teams.teams.get()
    paths = [*(f"/challenges/{each.public_id}/" for each in (teams, handed, over))]
    paths += [f"/challenges/{teams.public_id}/teams/{team.public_id}/", f"/challenges/{handed.public_id}/tasks/0/"]
    paths += [f"/challenges/{over.public_id}/result/", "/challenges/"]
    page = enter(mei)
    hear_news(mei)

    faults = [fault for each in paths for fault in faults_of(page, each)]

    assert not faults, "\n".join(faults)
