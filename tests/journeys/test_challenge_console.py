"""Those who run a challenge write it in a real browser; every page of their console is looked at."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import BrandStaff
from gamify.models import Challenge
from gamify.services import purses
from gamify.services.challenges import drafting, entering, running, submitting
from gamify.services.challenges.terms import Line, Terms
from lib import clock
from tests import economy
from tests.community import scenes
from tests.factories import member
from tests.gamify.contests import PROVE, WRITE
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.steps import awake
from tests.journeys.test_every_page import faults_of
from tests.rewards import factories as f

LINES = (Line("finish", 20, "points", {"amount": 30}), Line("jury", 2, "points", {"amount": 100}))
LONG = "Donaudampfschifffahrtsgesellschaftskapitänskajütentürschloss"


class Scene:
    """A brand with a purse, a draft, a challenge that waits, and one that runs with a proof to answer."""

    def __init__(self) -> None:
        economy.publish(now=clock.now())
        self.owner, self.lead = member("Anouk", locale="zh-hans"), member("Lead", locale="zh-hans")
        self.staff = member("Sam", is_staff=True, locale="zh-hans")
        self.brand = f.brand(self.owner)
        BrandStaff.objects.create(brand=self.brand, user=member(LONG[:40], handle="longname"), role="editor")
        purses.grant(by=self.staff, brand=self.brand, amount=2000, note="Spring", key="1", now=clock.now())
        self.group = scenes.group("tea")
        scenes.join(self.group, self.lead, role="moderator")
        self.waiting, self.running = self._made([f"group:{self.group.pk}"]), self._made([])
        drafting.approve(by=self.staff, challenge=self.running, now=clock.now())
        running.start_due(now=clock.now())
        self.running.refresh_from_db()
        guest = member(LONG[:40], handle="longguest")
        entering.enter(actor=guest, challenge=self.running, now=clock.now())
        task = self.running.tasks.get(kind="proof")
        submitting.hand_in(actor=guest, task=task, text=f"{LONG} {LONG}", now=clock.now())

    def _made(self, places: list[str]) -> Challenge:
        names = {"en": f"Slow mornings {LONG[:40]}"}
        terms = Terms(
            names=names, stories={"en": "A story"}, tasks=(WRITE, PROVE), lines=LINES, places=places, holdout_bp=1000,
            ends_at=clock.now() + timedelta(days=5),
        )  # fmt: skip
        made = drafting.draft(by=self.owner, brand=self.brand, terms=terms, now=clock.now())
        return drafting.submit(by=self.owner, challenge=made, now=clock.now())


@pytest.mark.usefixtures("site")
def test_a_challenge_is_written_by_keyboard_and_every_page_is_free_of_serious_faults(
    open_page: OpenPage, problems: Problems, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    problems.allow("404")
    scene = Scene()
    page = open_page(scene.owner)
    page.goto(f"/brands/{scene.brand.slug}/challenges/")
    page.locator("#begin").fill("冬夜")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/edit/$"))
    awake(page)
    page.locator("[name=story_zh_hans]").fill("煮一壶茶，写一封信。")
    page.locator("[name=tasks-0-name_zh_hans]").fill("写一封信")
    page.locator("[name=tasks-0-does]").select_option("proof")
    page.locator("[name=tasks-0-asks][value=text]").check()
    page.locator("[name=lines-0-places]").fill("10")
    page.locator("[name=lines-0-amount]").fill("25")
    page.locator("[name=ends_at]").fill((clock.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"))
    sight = page.locator("#sight")
    expect(sight).to_contain_text("= 250")
    expect(sight).to_contain_text("写一封信")
    page.locator("#lines [data-add]").press("Enter")
    expect(page.locator("[name=lines-1-places]")).to_be_visible()
    edit = page.url
    page.locator("[name=submit]").press("Enter")
    expect(page).to_have_url(edit.removesuffix("edit/"))

    own = f"/challenges/{scene.running.public_id}/console/"
    page.goto(f"{own}submissions/")
    awake(page)
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(page.locator("[name=reason]")).to_be_visible()
    waiting = f"/challenges/{scene.waiting.public_id}/"
    looked_at = {
        scene.owner: [f"/brands/{scene.brand.slug}/challenges/", own, f"{own}submissions/", f"{own}report/"],
        scene.lead: [f"{waiting}consent/"],
        scene.staff: [f"{waiting}review/", "/review/purses/", "/review/economy/"],
    }
    browsers = {who: open_page(who) for who in looked_at}
    faults = [fault for who, paths in looked_at.items() for path in paths for fault in faults_of(browsers[who], path)]
    draft = drafting.draft(by=scene.owner, brand=scene.brand, terms=Terms(names={"en": LONG}), now=clock.now())
    faults += faults_of(page, f"/challenges/{draft.public_id}/console/edit/")
    assert not faults, "\n".join(faults)
