"""The people of a brand build a campaign in a real browser, staff approve it, and its orders are packed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from lib import clock
from rewards.models import Campaign, Refund, Seat
from rewards.services.buying import showing
from tests.community import cast
from tests.factories import member
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.steps import awake
from tests.journeys.test_every_page import faults_of
from tests.rewards import couponing, factories as f, scenes

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LONG = "Donaudampfschifffahrtsgesellschaftskapitänskajütentürschlossaufbewahrungskasten"


class Shop:
    """A brand with a draft, a campaign in review, and an open one with orders and a refund that waits."""

    def __init__(self, locale: str = "en") -> None:
        self.owner = member("Anouk", locale=locale)
        self.staff = member("Sam", is_staff=True, locale=locale)
        self.brand = f.brand(self.owner)
        self.draft = f.draft(self.brand, names={"en": f"Kettle {LONG[:60]}"}, closes_at=None)
        picture = cast.picture((900, 600))
        showing.add(by=self.owner, campaign=self.draft, file=picture)
        self.waiting = f.in_review(self.brand, names={"en": "Spring tin", "zh-hans": "春茶罐"}, single_minor=12_000)
        self.open = f.campaign(self.brand, by=self.staff)
        for state in ("captured", "fulfilled", "fix_needed"):
            self._team(state)
        self.order = Seat.objects.filter(campaign=self.open, state="captured").first()
        self.coupons = [couponing.coupon(self.open, is_open=False), couponing.coupon(self.open, single=3)]
        payment = self.order.payments.get()
        Refund.objects.create(
            payment=payment, key="refund-1", amount_minor=5_000, cause="asked", reason="It came broken.", state="asked",
            asked_by=self.owner, asked_at=clock.now(),
        )  # fmt: skip

    def _team(self, state: str) -> None:
        people = [member(LONG if state == "captured" else "周小满"), *scenes.people(2)]
        team = scenes.team(self.open, *people, size=3, state="succeeded", has_succeeded=True, price_minor=8_000)
        Seat.objects.filter(team=team).update(state=state, note="Size M, in red. 请包好。")
        for seat in team.seats.all():
            scenes.address(seat)

    def paths(self) -> list[tuple[User, str]]:
        home = f"/brands/{self.brand.slug}/campaigns/"
        running = f"{home}{self.open.public_id}/"
        owner = [home, f"{home}{self.draft.public_id}/edit/", f"{home}{self.waiting.public_id}/", running]
        owner += [f"{running}orders/?stage={stage}" for stage in ("send", "sent", "charge", "back")]
        owner += [f"{running}orders/{self.order.public_id}/", f"/brands/{self.brand.slug}/"]
        coupons = f"/brands/{self.brand.slug}/coupons/"
        owner += [coupons, f"{coupons}{self.coupons[0].public_id}/edit/", f"{coupons}{self.coupons[1].public_id}/"]
        owner += [f"/brands/{self.brand.slug}/{page}/" for page in ("console", "page", "people")]
        staff = ["/review/campaigns/", f"/review/campaigns/{self.waiting.public_id}/", "/review/refunds/", "/buy/"]
        return [(self.owner, path) for path in owner] + [(self.staff, path) for path in staff]


def picked(page: Page, group: str, value: str) -> None:
    page.locator(f'input[name="{group}"][value="{value}"]').check()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("locale", ["zh-hans"])
def test_every_page_is_free_of_serious_faults_in_light_in_dark_and_on_a_phone(
    open_page: OpenPage, problems: Problems, locale: str, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    problems.allow("404")
    shop = Shop(locale)
    pages = {who.pk: open_page(who) for who in (shop.owner, shop.staff)}

    faults = [fault for who, path in shop.paths() for fault in faults_of(pages[who.pk], path)]

    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("site")
def test_a_campaign_is_written_by_keyboard_reviewed_and_open(open_page: OpenPage) -> None:
    owner, staff = member("Anouk"), member("Sam", is_staff=True)
    shop = f.brand(owner)
    page = open_page(owner)
    page.goto(f"/brands/{shop.slug}/")
    page.get_by_role("link", name="To the console").press("Enter")
    page.get_by_label("What the brand runs").get_by_role("link", name="Campaigns").press("Enter")
    page.get_by_label("A new one").fill("Tea tin")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/edit/$"))
    awake(page)
    sight = page.locator("#sight")
    expect(sight).to_contain_text("things are missing")

    page.get_by_label("Its story (English)").fill("Made by hand in Ningbo.")
    page.get_by_label("People, at least").nth(0).fill("1")
    page.get_by_label("Each pays").nth(0).fill("100")
    page.get_by_label("People, at least").nth(1).fill("3")
    page.get_by_label("Each pays").nth(1).fill("80")
    page.get_by_role("button", name="Add a step").press("Enter")
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.type("60")
    expect(sight.locator(".ladder .step")).to_have_text(["¥100", "¥80", "¥60"])
    expect(sight).to_contain_text("Made by hand in Ningbo.")
    expect(sight.get_by_role("status")).to_contain_text("Saved")

    page.get_by_label("Team sizes").fill("3, 5")
    page.get_by_label("Stock", exact=True).fill("50")
    page.get_by_label("Closes to new teams").fill("2099-01-01T12:00")
    expect(sight).to_contain_text("A campaign may last a year at most.")
    page.get_by_label("Closes to new teams").fill(f"{clock.now().year + 1}-01-01T12:00")
    expect(sight).to_contain_text("Nothing is missing")
    page.get_by_role("button", name="hand in for review").press("Enter")
    expect(page.locator("main")).to_contain_text("Waits for the staff")

    review = open_page(staff)
    review.goto("/review/campaigns/")
    review.get_by_role("link", name="Tea tin").click()
    review.get_by_role("button", name="Approve").click()
    expect(review.locator("main")).to_contain_text("Nothing waits for you")
    page.goto("/buy/")
    page.get_by_role("link", name="Tea tin").click()
    expect(page.locator(".ladder .step").first).to_have_text("¥100")


@pytest.mark.usefixtures("site")
def test_a_step_is_taken_out_of_the_ladder(open_page: OpenPage) -> None:
    shop = f.brand()
    draft = f.draft(shop)
    page = open_page(shop.owner)
    page.goto(f"/brands/{shop.slug}/campaigns/{draft.public_id}/edit/")
    awake(page)

    page.get_by_role("button", name="Take this step out").nth(1).click()

    expect(page.locator("#sight .ladder .step")).to_have_text(["¥100", "¥60"])
    assert [tier.min_people for tier in draft.tiers.all()] == [1, 5]


@pytest.mark.usefixtures("site")
def test_without_scripts_the_builder_keeps_everything_on_a_phone(
    open_page: OpenPage, problems: Problems, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    problems.allow("422")
    shop = f.brand(member("Anouk", locale="zh-hans"))
    draft = f.draft(shop, ladder=[(1, 10_000)], sizes=())
    page = open_page(shop.owner, java_script_enabled=False, **PHONE)
    path = f"/brands/{shop.slug}/campaigns/{draft.public_id}/edit/"
    page.goto(path)

    page.locator("#id_tiers-1-people").fill("3")
    page.locator("#id_tiers-1-price").fill("80")
    page.locator("#id_sizes").fill("three")
    picture = cast.picture((900, 600))
    page.locator("#id_pictures").set_input_files([{"name": "a.png", "mimeType": "image/png", "buffer": picture.read()}])
    page.locator("#builder .builder-foot button").first.click()
    expect(page.locator("#id_sizes")).to_have_value("three")
    expect(page.locator(".field.invalid #id_sizes")).to_be_visible()
    expect(page.locator(".picture-row img")).to_have_count(1)
    expect(page.locator("#id_tiers-1-price")).to_have_value("80")

    page.locator("#id_sizes").fill("3，5")
    page.locator("#builder .builder-foot button").first.click()
    expect(page.locator("#sight .ladder .step")).to_have_text(["¥100", "¥80"])
    draft = Campaign.objects.get(pk=draft.pk)
    assert (draft.sizes, draft.tiers.count(), draft.pictures.count()) == ([3, 5], 2, 1)


@pytest.mark.usefixtures("site")
def test_orders_are_packed_and_fetched_as_a_table(open_page: OpenPage) -> None:
    shop = Shop()
    page = open_page(shop.owner)
    page.goto(f"/brands/{shop.brand.slug}/campaigns/{shop.open.public_id}/orders/")

    with page.expect_download() as download:
        page.get_by_role("link", name="As a table").click()
    assert download.value.suggested_filename == f"orders-{shop.open.public_id}-send.csv"

    page.get_by_role("checkbox").first.check()
    page.get_by_label("Shipping note").fill("SF 123")
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.locator(".pack-row")).to_have_count(2)
    page.get_by_role("link", name="Sent", exact=True).click()
    expect(page.locator("main")).to_contain_text("SF 123")
