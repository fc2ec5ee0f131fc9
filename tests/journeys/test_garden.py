"""A plant from its planting to its harvest, grown by two members in two browsers, one of them a phone in Chinese."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from accounts.models import User
from rewards.models import Plant, Seed
from tests.community import scenes
from tests.factories import member
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.steps import is_same, listens
from tests.journeys.test_buy_together import PHONE
from tests.journeys.test_every_page import faults_of
from tests.journeys.town import Town, hear_news, publish
from tests.rewards import factories, gardening


def wrote(user: User, town: Town, *words: str) -> None:
    for each in words:
        publish(user, town.tea, each)


def close_celebrations(page: Page) -> None:
    """Close what the writing brought, a badge after a badge."""
    for _ in range(5):
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
    expect(page.locator("#celebrations dialog[open]")).to_have_count(0)


def test_two_members_grow_a_plant_and_its_brand_brings_in_the_harvest(town: Town, open_page: OpenPage) -> None:
    of = factories.brand()
    seed = gardening.seed(of, goal=40, most_each=20)
    mei = member("小满", handle="xiaoman", locale="zh-hans")
    scenes.join(town.tea, mei)
    for user in (town.ben, mei, of.owner):
        hear_news(user)

    desk = open_page(town.ben)
    desk.goto("/garden/")
    desk.get_by_role("link", name=seed.name).click()
    desk.get_by_label("Tea").check()
    desk.get_by_role("button", name="Plant it here").click()
    expect(desk.locator(".plant-count")).to_have_text("0 of 40")
    plant = Plant.objects.get()
    wrote(town.ben, town, "First light.", "Second cup.")
    wrote(mei, town, "茶刚泡上。", "第二泡更好。")

    listens(desk)
    expect(desk.locator("#mine")).to_contain_text("20 to give")
    close_celebrations(desk)
    phone = open_page(mei, locale="zh-CN", **PHONE)
    phone.goto(f"/garden/{plant.public_id}/")
    listens(phone)
    desk.get_by_role("button", name="Water it with all of it").click()
    expect(desk.locator(".plant-count")).to_have_text("20 of 40")
    expect(phone.locator(".plant-count")).to_contain_text("20")
    listens(desk)
    phone.locator("#mine button").click()
    for page in (desk, phone):
        expect(page.locator(".plant-count")).to_have_text(re.compile("Ripe!|成熟了！"))
    assert is_same(desk)

    brand = open_page(of.owner)
    brand.goto(f"/brands/{of.slug}/garden/{seed.public_id}/")
    brand.get_by_label("How was it harvested?").fill("Row 7, south slope.")
    brand.get_by_role("button", name="Tell them").click()
    expect(desk.locator(".plant-note")).to_have_text("Row 7, south slope.")


def test_every_page_of_the_garden_is_free_of_serious_faults(
    town: Town, open_page: OpenPage, problems: Problems
) -> None:
    of = factories.brand(town.ben)
    seed, waiting, draft = gardening.seed(of), gardening.draft(of), gardening.draft(of)
    plant = gardening.plant(town.ben, f"group:{town.tea.pk}", seed)
    gardening.sunshine(town.ben, plant.scope, 5)
    Seed.objects.filter(pk=waiting.pk).update(state="review")
    hear_news(town.ben)
    page, keeper = open_page(town.ben), open_page(factories.staff())
    own = f"/brands/{of.slug}/garden/"
    paths = [
        "/garden/",
        f"/garden/{plant.public_id}/",
        f"/garden/seeds/{seed.public_id}/",
        own,
        f"{own}{seed.public_id}/",
        f"{own}{draft.public_id}/edit/",
    ]

    faults = [fault for path in paths for fault in faults_of(page, path)]
    faults += [
        fault
        for path in ("/review/garden/", f"/review/garden/{waiting.public_id}/")
        for fault in faults_of(keeper, path)
    ]

    assert faults == []
    assert problems.unexpected() == []
