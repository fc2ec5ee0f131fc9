"""The API's own page in a real browser, under the strict policy, with nothing from elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.factories import member

PATIENCE = 90_000  # three hundred operations are much to draw on a busy machine
UNDERSCORES = "escaping deep link whitespace"  # the names of our operations have some, and mean them


def test_a_write_is_tried_out_with_the_page_s_own_token(open_page, base_url, problems):
    problems.allow(UNDERSCORES)
    ana = member("Ana")
    page = open_page(ana)
    page.set_default_timeout(PATIENCE)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    page.goto(f"{base_url}/api/v1/docs/#/Game/game_visibility_update")  # so many are drawn only where one looks
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    expect(page.locator(".live-responses-table td.response-col_status").last).to_contain_text("200")
    expect(page.locator(".live-responses-table").first).to_contain_text("boards")
    ana.refresh_from_db()
    assert ana.boards_hidden
    assert hosts - {""} == {urlsplit(base_url).netloc}
