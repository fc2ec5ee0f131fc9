"""After a mistake the keyboard stands where it can be mended, in forms with and without htmx."""

from __future__ import annotations

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


def test_signing_up_and_in_leads_to_the_first_mistake_and_no_mistake_moves_the_focus(page: Page, town: Town) -> None:
    mistakes = {
        "email": {"display_name": "Mei", "email": "mei@", "password1": PASSWORD},
        "password1": {"display_name": "Mei", "email": "mei@example.org", "password1": "12"},
        "display_name": {"display_name": "", "email": "mei@", "password1": "12"},
    }
    page.goto("/accounts/signup/")
    for wrong, values in mistakes.items():
        page.evaluate("document.body.dataset.before = ''")
        send(page, **values)
        expect(page.locator("body:not([data-before]) #main .errorlist").first).to_be_visible()
        expect(page.locator(f'[name="{wrong}"]')).to_be_focused()

    page.goto("/accounts/login/", wait_until="networkidle")
    expect(page.locator(":focus")).to_have_count(0)

    send(page, login=town.ben.email, password="not this one")

    expect(page.locator("#main form .notice.bad")).to_be_focused()


def test_a_members_forms_lead_to_the_first_mistake(open_page: OpenPage, town: Town, problems: Problems) -> None:
    problems.allow("422")
    forms: tuple[tuple[str, dict[str, str], str], ...] = (
        ("/settings/", {"handle": "No!"}, "handle"),
        (f"/g/tea/members/{town.ben.handle}/sanction/", {"reason": ""}, "duration"),
        ("/groups/new/", {}, "name"),
    )
    page = open_page(town.founder)
    for path, values, wrong in forms:
        page.goto(path)

        send(page, **values)

        expect(page.locator("#main .errorlist").first).to_be_visible()
        expect(page.locator(f'#main [name="{wrong}"]').first).to_be_focused()
