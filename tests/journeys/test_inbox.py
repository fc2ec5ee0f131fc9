"""The bell, and what it tells of, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from community.services import memberships
from inbox.services import notifications
from lib import clock
from tests.community import scenes
from tests.factories import member
from tests.journeys import steps
from tests.journeys.conftest import OpenPage
from tests.site import Site


def test_the_bell_the_list_and_the_door_of_a_group_learn_of_news_at_once(site: Site, open_page: OpenPage) -> None:
    mei, tom = member("Mei"), member("Tom")
    page = open_page(mei)
    page.goto(f"{site.url}/notifications/")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    bell = page.locator("header.rail .count")
    expect(bell).to_have_text("")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    notifications.send(
        recipient=mei,
        kind="comment",
        key="one",
        url="/groups/",
        now=clock.now(),
        actor=tom,
        data={"title": "The first cup"},
    )

    expect(bell).to_have_text("1")
    expect(page.locator(".topbar .count")).to_have_text("1")
    assert [url for url in asked if "/count/" in url] == [
        f"{site.url}/notifications/count/"
    ]  # for both places of the bell
    page.get_by_role("button", name="Tom commented on your post “The first cup”").click()
    page.wait_for_url("**/groups/")
    expect(bell).to_have_text("")

    group = scenes.group("darkroom", founder=tom, visibility="listed", join_policy="request")
    owner = open_page(tom)
    page.goto(f"{site.url}/g/{group.slug}/")
    owner.goto(f"{site.url}/g/{group.slug}/members/")
    for each in (page, owner):
        steps.listens(each)

    memberships.join(actor=mei, group=group, now=clock.now())

    expect(page.get_by_role("button", name="Take back my request")).to_be_visible()
    page.get_by_role("link", name="About and rules").focus()
    owner.get_by_role("button", name="Let in").click()
    expect(page.get_by_role("link", name="Write", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Feed", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="About and rules")).to_be_focused()
    assert steps.is_same(page)
    _invite_by_name(owner)


def _invite_by_name(owner: Page) -> None:
    guest = member("小满", handle="m_98f65f")
    whom = steps.awake(owner).get_by_label("Their handle")
    whom.press_sequentially("小")
    expect(owner.get_by_role("option", name="小满")).to_be_visible()
    whom.press("Enter")
    expect(whom).to_have_value("@m_98f65f")
    expect(owner.locator("#invite [role=status]")).to_contain_text("小满")
    whom.press("Enter")
    expect(owner.locator("#toasts")).to_contain_text(f"{guest.display_name} is invited")
