"""Coming back to a feed finds what was open, where one was."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.community import cast
from tests.journeys.conftest import OpenPage
from tests.journeys.town import Town, publish


def test_back_from_a_post_leads_to_the_place_in_the_feed(open_page: OpenPage, town: Town) -> None:
    for number in range(45):
        publish(town.founder, town.tea, f"Cup number {number}", "joy")
    page = open_page(town.ben)
    page.goto("/g/tea/")
    cards = page.locator("#feed article.post")
    expect(cards).to_have_count(20)
    page.get_by_role("link", name="Load more").click()
    expect(cards).to_have_count(40)
    page.get_by_role("link", name="Load more").click()
    expect(page.get_by_role("link", name="Load more")).to_have_count(0)
    many = cards.count()
    cards.nth(37).scroll_into_view_if_needed()
    top = page.evaluate("scrollY")

    cards.nth(37).locator("a[data-open], h3 a, time a, a time").first.click()
    page.wait_for_url("**/p/**")
    page.go_back()

    expect(cards).to_have_count(many)
    page.wait_for_timeout(300)
    assert abs(page.evaluate("scrollY") - top) < 600


def test_back_leads_to_the_place_in_the_comments(open_page: OpenPage, town: Town) -> None:
    for number in range(80):
        cast.answer(town.founder, town.post, f"Answer number {number}")
    page = open_page(town.ben)
    page.goto(f"/p/{town.post.public_id}/")
    comments = page.locator("#comments article.comment")
    expect(comments).to_have_count(50)
    page.get_by_role("link", name="More comments").click()
    expect(comments).to_have_count(80)
    comments.nth(70).scroll_into_view_if_needed()
    top = page.evaluate("scrollY")

    comments.nth(70).locator("a.strong").click()
    page.wait_for_url("**/@*/")
    page.go_back()

    expect(comments).to_have_count(80)
    expect(comments.nth(70)).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - top) < 600
