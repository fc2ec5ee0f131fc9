"""A second factor from its setting up to the next sign-in: a code, a recovery code, a passkey."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import CDPSession, Page, expect

from accounts.models import User
from tests.factories import PASSWORD, member
from tests.journeys import axe, steps
from tests.journeys.conftest import OpenPage
from tests.site import Site

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def mei(site: Site) -> User:
    del site
    return member("Mei Lin")


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    """Call the site by a name: a passkey belongs to one, and no browser makes it for an address of numbers."""
    return browser_context_args | {"base_url": base_url.replace("127.0.0.1", "localhost")}


@pytest.fixture
def page(open_page: OpenPage, mei: User) -> Page:
    """Return Mei's browser, signed in with her password a moment ago."""
    page = open_page()
    type_the_password(page, mei)
    expect_home(page)
    return page


@pytest.fixture
def keys(page: Page) -> Iterator[CDPSession]:
    """Give the browser a device that holds passkeys and whose owner always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield session
    session.send("WebAuthn.disable")


def type_the_password(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.locator('[name="login"]').fill(user.email)
    page.locator('[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def expect_home(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"//[^/]+/$"))
    expect(page.locator('.rail a[href*="/@"]').first).to_be_attached()


def open_after_the_password(page: Page, path: str) -> None:
    """Open a page that wants to be sure who sits there."""
    page.goto(path)
    expect(page).to_have_url(re.compile("/accounts/reauthenticate/"))
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator('[name="password"]').press("Enter")
    expect(page).to_have_url(re.compile(f"{path}$"))


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("#main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile(r"//[^/]+/$"))
    page.goto("/settings/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def type_the_code(page: Page, code: str) -> None:
    page.locator('[name="code"]').fill(code)
    page.locator('[name="code"]').press("Enter")


def code_of(secret: str) -> str:
    """Return what an authenticator app would show, and not in the last second that it does."""
    period = 30
    if period - time.time() % period < 3:
        time.sleep(3)
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // period))


def set_up_codes(page: Page) -> tuple[str, list[str]]:
    """Return the secret of the app and the recovery codes."""
    open_after_the_password(page, "/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    type_the_code(page, code_of(secret))
    expect(page).to_have_url(re.compile("/accounts/2fa/recovery-codes/"))
    assert axe.faults(page) == []
    return secret, page.locator("#recovery_codes").input_value().split()


def test_codes_are_set_up_asked_for_recovered_and_switched_off_again(page: Page, mei: User) -> None:
    secret, recovery = set_up_codes(page)
    assert len(set(recovery)) == 10
    sign_out(page)

    type_the_password(page, mei)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    assert axe.faults(page) == []
    type_the_code(page, "000000" if code_of(secret) != "000000" else "111111")
    expect(page.locator("#main")).to_contain_text("This code is not right")
    assert axe.faults(page) == []
    page.goto("/settings/")  # the password alone opens nothing
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    type_the_code(page, code_of(secret))
    expect_home(page)
    sign_out(page)

    type_the_password(page, mei)
    type_the_code(page, recovery[0])
    expect_home(page)
    open_after_the_password(page, "/accounts/2fa/recovery-codes/")
    expect(page.locator("#recovery_codes")).not_to_have_value(re.compile(recovery[0]))
    forget(page)

    type_the_password(page, mei)
    type_the_code(page, recovery[0])
    expect(page.locator("#main")).to_contain_text("This code is not right")
    type_the_code(page, recovery[1])
    expect_home(page)
    switch_off(page)
    forget(page)

    type_the_password(page, mei)
    expect_home(page)
    assert not Authenticator.objects.filter(user=mei).exists()


def forget(page: Page) -> None:
    """Come back as somebody whom the site does not know, as after signing out."""
    page.context.clear_cookies()


def switch_off(page: Page) -> None:
    open_after_the_password(page, "/accounts/2fa/totp/deactivate/")
    assert axe.faults(page) == []
    page.locator("#main form button").click()
    expect(page).to_have_url(re.compile("/accounts/2fa/$"))


def add_passkey(page: Page) -> None:
    open_after_the_password(page, "/accounts/2fa/webauthn/add/")
    page.locator('[name="name"]').fill("My phone")
    page.locator('[name="passwordless"]').check()
    page.locator("#mfa_webauthn_add").click()


@pytest.mark.usefixtures("keys")
def test_a_passkey_is_made_signs_in_alone_and_is_the_second_factor_after_a_password(page: Page, mei: User) -> None:
    add_passkey(page)
    expect(page).to_have_url(re.compile("/accounts/2fa/recovery-codes/"))
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator("#main")).to_contain_text("My phone")
    assert axe.faults(page) == []
    sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect_home(page)
    page.goto("/settings/")
    expect(page.locator('[name="display_name"]')).to_have_value("Mei Lin")
    assert Authenticator.objects.filter(user=mei, type="webauthn", last_used_at__isnull=False).exists()
    forget(page)

    type_the_password(page, mei)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    page.locator("#mfa_webauthn_authenticate").click()

    expect_home(page)


def test_where_no_passkey_can_work_the_page_says_so(open_page: OpenPage, base_url: str) -> None:
    page = open_page()
    page.goto(f"{base_url}/accounts/login/")
    steps.awake(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.locator("#toasts")).to_contain_text("open it as localhost")
