"""An account is closed and comes back, in a browser."""

from __future__ import annotations

import re
from pathlib import Path

from django.core import mail
from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.town import Town


def test_who_goes_takes_everything_along_and_may_come_back(open_page: OpenPage, town: Town) -> None:
    page, other = open_page(town.ben), open_page(town.founder)
    page.goto("/settings/")
    page.get_by_role("link", name="Your data").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download my data").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"PK")

    page.get_by_label("Your handle, to be sure").fill(town.ben.handle)
    page.get_by_role("button", name="Close my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is closed")
    other.goto("/g/tea/members/")
    expect(other.get_by_text("Ben")).to_have_count(0)

    [letter] = mail.outbox
    page.goto(re.search(r"/come-back/\S+", letter.body)[0])
    page.get_by_role("button", name="Open my account again").click()
    expect(page.get_by_text("Welcome back")).to_be_visible()
    other.reload()
    expect(other.get_by_text("Ben").first).to_be_visible()
