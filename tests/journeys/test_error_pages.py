"""Where something went wrong: the page says so in our look, as a browser meets it, and axe finds nothing serious."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from community import rate_limits
from community.models import Post
from community.selectors import standings
from community.services import posts
from lib import clock
from lib.limits import Limit
from tests.community import cast
from tests.journeys import axe, steps
from tests.journeys.conftest import OFFLINE, OpenPage, Problems
from tests.journeys.town import Town, publish


def said(page: Page) -> str:
    """Return the page's words after axe found nothing."""
    assert axe.faults(page) == []
    return page.locator("main").inner_text()


def test_what_one_may_not_do_and_what_is_not_there(open_page: OpenPage, town: Town, problems: Problems) -> None:
    problems.allow("403|404")
    page = open_page(town.ben)

    for path, status in (("/g/tea/settings/", 403), ("/p/nothing-here/", 404)):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        assert str(status) in said(page)
        expect(page.locator('main a[href="/"]')).to_be_visible()


def test_a_stale_edit_shows_both_versions(open_page: OpenPage, town: Town, problems: Problems) -> None:
    problems.allow("409")
    mine = publish(town.ben, town.tea, "A first cup.")
    page = open_page(town.ben)
    page.goto(f"/p/{mine.public_id}/edit/")
    steps.awake(page)
    posts.edit(post=mine, editor=town.ben, composition=cast.words("From my phone."), edition=1, now=clock.now())

    page.locator('#main textarea[name="body"]').fill("From my desk.")
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url) as sent:
        page.locator("#composer").evaluate(
            "form => form.submit()"
        )  # htmx, which the composer's journey walks, asks for 422

    assert sent.value.status == 409
    expect(page.locator("#main")).to_contain_text("From my phone.")
    assert axe.faults(page) == []
    expect(page.locator('#main textarea[name="body"]')).to_have_value("From my desk.")
    assert Post.objects.get(pk=mine.pk).body == "From my phone."


def test_who_is_too_fast_is_told_how_long_to_wait(
    open_page: OpenPage, town: Town, problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems.allow("429")
    monkeypatch.setattr(rate_limits, "REPORT", Limit("report", most=0, seconds=3600))
    page = open_page(town.ben)
    page.goto(f"/p/{town.post.public_id}/report/")
    page.locator(".pick").first.click()

    with page.expect_response(lambda answer: answer.request.method == "POST" and "/report/" in answer.url) as sent:
        page.get_by_role("button", name="Send the report").click()

    assert sent.value.status == 429
    assert "429" in said(page)


def test_an_accident_says_that_it_is_ours(
    open_page: OpenPage, town: Town, problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems.allow("500")
    page = open_page(town.ben)

    def break_down(**_asked: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(standings, "access_group", break_down)
    answer = page.goto("/g/tea/")

    assert answer is not None
    assert answer.status == 500
    assert "500" in said(page)

    page.route("**/game/board/**", lambda route: route.fulfill(status=500))
    page.goto("/tasks/")
    expect(page.locator("[hx-trigger=load][hidden]").first).to_be_attached()  # nobody asked for it: nothing is said
    expect(page.locator("#toasts .toast")).to_have_count(0)


def test_without_a_network_the_page_waits_and_comes_back(open_page: OpenPage, town: Town, problems: Problems) -> None:
    problems.allow("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource")
    page = open_page(town.ben, **OFFLINE)
    page.goto("/")
    steps.listens(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto("/g/tea/")
    assert "offline" in said(page).lower()

    page.context.set_offline(False)

    expect(page.get_by_role("heading", level=1)).to_have_text("Tea")
    steps.listens(page)
