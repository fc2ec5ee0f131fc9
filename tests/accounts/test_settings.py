from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
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
