"""The bell in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from inbox.services import notifications
from lib import clock
from tests.factories import member
from tests.journeys.conftest import OpenPage
from tests.site import Site


def test_the_bell_and_the_list_learn_of_news_at_once(site: Site, open_page: OpenPage) -> None:
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
