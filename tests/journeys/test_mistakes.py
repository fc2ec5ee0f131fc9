"""After a mistake the keyboard stands where it can be mended, in forms with and without htmx."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.town import Town


def send(page: Page, **values: str) -> None:
    """Fill the main form and send it past the browser's own checks."""
    form = page.locator("#main form").first
    for name, value in values.items():
        form.locator(f'[name="{name}"]').fill(value)
    form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"display_name": "Mei", "email": "mei@", "password1": PASSWORD}, "email"),
        ({"display_name": "Mei", "email": "mei@example.org", "password1": "12"}, "password1"),
        ({"display_name": "", "email": "mei@", "password1": "12"}, "display_name"),
    ],
)
def test_signing_up_leads_to_the_first_wrong_field(page: Page, values: dict[str, str], wrong: str) -> None:
    page.goto("/accounts/signup/")

    send(page, **values)

    expect(page.locator("#main .errorlist").first).to_be_visible()
    expect(page.locator(f'[name="{wrong}"]')).to_be_focused()


def test_signing_in_leads_to_the_sentence_about_both_fields(page: Page, town: Town) -> None:
    page.goto("/accounts/login/")

    send(page, login=town.ben.email, password="not this one")

    expect(page.locator("#main form .notice.bad")).to_be_focused()


@pytest.mark.parametrize(
    ("path", "values", "wrong"),
    [
        ("/settings/", {"handle": "No!"}, "handle"),
        ("/g/tea/members/{ben}/sanction/", {"reason": ""}, "duration"),
        ("/groups/new/", {}, "name"),
    ],
)
def test_a_members_forms_lead_to_the_first_mistake(
    open_page: OpenPage, town: Town, problems: Problems, path: str, values: dict[str, str], wrong: str
) -> None:
    problems.allow("422")
    page = open_page(town.founder)
    page.goto(path.format(ben=town.ben.handle))

    send(page, **values)

    expect(page.locator("#main .errorlist").first).to_be_visible()
    expect(page.locator(f'#main [name="{wrong}"]').first).to_be_focused()


def test_a_page_without_mistakes_moves_no_focus(page: Page) -> None:
    page.goto("/accounts/login/", wait_until="networkidle")

    expect(page.locator(":focus")).to_have_count(0)
