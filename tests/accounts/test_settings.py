from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts import devices
from accounts.models import User
from accounts.services import closing, handles
from lib import clock
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client) -> User:
    user = factories.member(handle="ana_one")
    client.force_login(user)
    return user


def test_a_member_changes_name_handle_and_bio(client: Client, ana: User) -> None:
    answer = client.post("/settings/", {"display_name": "Ana B.", "handle": "ana_b", "bio": "Tea."})

    ana.refresh_from_db()
    assert answer.status_code == 303
    assert (ana.display_name, ana.handle, ana.bio) == ("Ana B.", "ana_b", "Tea.")


@pytest.mark.parametrize("handle", ["A", "ab", "UPPER", "with space", "admin", "<b>", "a" * 21, "汉字汉字"])
def test_a_handle_that_cannot_be_is_refused_and_nothing_changes(client: Client, ana: User, handle: str) -> None:
    answer = client.post("/settings/", {"display_name": "Other", "handle": handle, "bio": ""})

    ana.refresh_from_db()
    assert answer.status_code == 422
    assert "handle" in answer.context["form"].errors
    assert (ana.display_name, ana.handle) == ("Ana", "ana_one")


def test_a_taken_handle_is_refused(client: Client, ana: User) -> None:
    factories.member(handle="taken")

    answer = client.post("/settings/", {"display_name": "Ana", "handle": "taken", "bio": ""})

    assert answer.status_code == 422


def test_a_handle_that_was_given_up_is_nobody_elses_and_its_owner_may_come_back(client: Client, ana: User) -> None:
    profile = {"display_name": "Ana", "bio": ""}
    client.post("/settings/", profile | {"handle": "ana_two"})
    other = Client()
    other.force_login(factories.member(handle="other"))

    assert other.post("/settings/", profile | {"handle": "ana_one"}).status_code == 422
    assert handles.suggest(name="Ana One") != "ana_one"
    assert client.post("/settings/", profile | {"handle": "ana_one"}).status_code == 303

    closing.close(user=ana, with_words=False, now=clock.now())
    closing.erase_due(now=clock.now() + timedelta(days=15))
    assert not handles.is_free(handle="ana_two", user=ana)
    assert not handles.is_free(handle="ana_one")


def test_a_handle_is_changed_three_times_a_week_and_what_was_typed_stays(client: Client, ana: User) -> None:
    answers = [client.post("/settings/", {"display_name": "Ana B.", "handle": f"ana_{n}", "bio": ""}) for n in "abcd"]

    assert [answer.status_code for answer in answers] == [303, 303, 303, 422]
    assert "three times a week" in answers[3].content.decode()
    assert 'value="ana_d"' in answers[3].content.decode()
    assert client.post("/settings/", {"display_name": "Ana C.", "handle": "ana_c", "bio": ""}).status_code == 303


def test_fields_that_are_not_on_the_form_change_nothing(client: Client, ana: User) -> None:
    client.post(
        "/settings/",
        {
            "display_name": "Ana",
            "handle": "ana_one",
            "bio": "",
            "is_staff": "1",
            "is_superuser": "1",
            "email": "x@y.org",
        },
    )

    ana.refresh_from_db()
    assert (ana.is_staff, ana.is_superuser, ana.email) == (False, False, "ana_one@example.org")


def test_the_language_switch_is_remembered_for_members(client: Client, ana: User) -> None:
    client.post("/language/", {"language": "zh-hans", "next": "/settings/"})

    ana.refresh_from_db()
    assert ana.locale == "zh-hans"
    assert 'lang="zh-hans"' in client.get("/settings/").content.decode().lower()


def test_an_unknown_language_or_zone_is_refused(client: Client, ana: User) -> None:
    answer = client.post("/settings/preferences/", {"locale": "xx", "time_zone": "Mars/Olympus"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"locale", "time_zone"}


def test_the_profile_of_a_closed_account_is_not_found(client: Client) -> None:
    gone = factories.member(handle="gone", is_active=False)

    assert client.get(f"/@{gone.handle}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/"]
)
def test_every_tab_of_the_settings_opens(client: Client, ana: User, path: str) -> None:
    assert client.get(path).status_code in (200, 302)


def test_the_demo_mailbox_is_not_there_without_the_demo(client: Client) -> None:
    assert client.get("/mailbox/").status_code == 404


def test_the_demo_mailbox_is_for_this_machine_alone(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.SHOW_MAILBOX, settings.EMAIL_FILE_PATH = True, tmp_path

    assert client.get("/mailbox/").status_code == 200
    assert client.get("/mailbox/", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert client.get("/mailbox/", headers={"x-forwarded-for": "10.0.0.7"}).status_code == 404


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0", "WeChat, Android"),
        ("curl/8.0", "A browser we do not know"),
    ],
)  # fmt: skip
def test_a_session_is_named_by_its_browser(user_agent: str, name: str) -> None:
    assert devices.name_of(user_agent) == name


def test_the_sessions_are_told_in_words(client: Client) -> None:
    person = factories.member()
    browser = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
    form = {"login": person.email, "password": factories.PASSWORD}
    Client().post("/accounts/login/", form, headers={"user-agent": "curl/8.0"})
    client.post("/accounts/login/", form, headers={"user-agent": browser})

    page = client.get("/accounts/sessions/", headers={"user-agent": browser}).content.decode()

    assert page.index("Firefox, Linux") < page.index("This browser") < page.index("A browser we do not know")
    assert page.count("<h1") == 1


@pytest.mark.parametrize("action", ["add", "primary", "remove"])
def test_addresses_change_only_after_the_password_and_what_was_sent_is_done_then(
    client: Client, ana: User, action: str
) -> None:
    EmailAddress.objects.create(user=ana, email="second@example.org", verified=True)
    email = "third@example.org" if action == "add" else "second@example.org"

    def addresses() -> list[Any]:
        return list(EmailAddress.objects.filter(user=ana).order_by("pk").values_list("email", "primary"))

    before = addresses()
    asked = client.post("/accounts/email/", {"email": email, f"action_{action}": ""})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert addresses() == before

    client.post(asked["Location"], {"password": factories.PASSWORD})
    assert addresses() != before


def test_one_address_has_no_buttons_that_can_only_be_refused(client: Client) -> None:
    person = factories.member()
    client.post("/accounts/login/", {"login": person.email, "password": factories.PASSWORD})
    page = client.get("/accounts/email/").content.decode()
    assert person.email in page
    assert "action_remove" not in page

    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
    page = client.get("/accounts/email/").content.decode()
    assert "second@example.org" in page
    assert "action_remove" in page
    client.post("/accounts/email/", {"action_remove": "", "email": "second@example.org"})
    assert "action_remove" not in client.get("/accounts/email/").content.decode()


@pytest.mark.parametrize(
    "path", ["login/", "signup/", "password/change/", "email/", "reauthenticate/", "password/reset/"]
)
def test_a_field_of_the_account_says_what_it_wants_once(client: Client, path: str, request: Any) -> None:
    if path not in ("login/", "signup/", "password/reset/"):
        request.getfixturevalue("ana")

    page = client.get(f"/accounts/{path}").content.decode()

    assert "<label" in page
    assert "placeholder=" not in page.partition("<main")[2].partition("</main>")[0]
