"""The bed of the journeys itself: it serves, signs in, survives a restart, and notices what goes wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.journeys import steps
from tests.journeys.conftest import OpenPage, Problems
from tests.site import Site


@pytest.fixture
def member(site: Site) -> User:
    del site
    return User.objects.create_user("ada", email="ada@hearth.example", password="a long password", display_name="Ada")


def test_the_style_guide_is_drawn_with_its_styles(page: Page) -> None:
    page.goto("/styleguide/")

    expect(page).to_have_title(re.compile("Hearth"))
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Atkinson')
    steps.awake(page)
    assert page.evaluate("scrollY") == 0  # its samples of wrong fields are no form of the reader's


def test_two_browsers_are_two_people(open_page: OpenPage, member: User) -> None:
    hers, theirs = open_page(member), open_page()

    hers.goto("/settings/")
    theirs.goto("/settings/")

    assert "/login" not in hers.url
    assert "/login" in theirs.url


def test_a_restarted_site_answers_on_the_same_address(page: Page, site: Site, problems: Problems) -> None:
    problems.allow("ERR_CONNECTION_REFUSED|fetching the script")  # of the page, of the service worker
    page.goto("/styleguide/", wait_until="networkidle")

    site.stop()
    site.start()

    assert page.reload().status == 200


def test_a_script_the_policy_refuses_is_a_problem(page: Page, problems: Problems) -> None:
    problems.allow("Content Security Policy")
    page.goto("/styleguide/")

    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")

    page.wait_for_timeout(100)
    assert any("Content Security Policy" in text for text in problems.seen)


def test_a_console_error_is_a_problem(page: Page, problems: Problems) -> None:
    problems.allow("on purpose")

    page.evaluate("console.error('on purpose')")

    page.wait_for_timeout(50)
    assert len(problems.seen) == 1
