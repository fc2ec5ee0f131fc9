from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.services import addresses
from community.services import admissions
from lib import clock, errors
from tests import factories
from tests.community import cast

pytestmark = pytest.mark.django_db
FORM = {
    "display_name": "Lin Mei",
    "email": "mei@example.org",
    "password1": "leaves in water",
    "time_zone": "Europe/Lisbon",
}


def test_a_visitor_signs_up_confirms_by_letter_and_is_in(client: Client) -> None:
    answer = client.post("/accounts/signup/", FORM)
    assert answer.status_code == 302
    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.outbox[0].body)

    assert link is not None
    client.post(link[1])

    user = User.objects.get(email="mei@example.org")
    assert (user.display_name, user.handle, user.time_zone) == ("Lin Mei", "lin_mei", "Europe/Lisbon")
    assert client.get("/settings/").status_code == 200


def test_whoever_confirms_an_address_is_called_by_name(client: Client) -> None:
    client.post("/accounts/signup/", FORM | {"display_name": "瓶子756"})
    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.outbox[0].body)

    assert link is not None
    assert "瓶子756" in client.get(link[1]).content.decode()


def test_letters_greet_from_the_community_and_not_from_its_host(client: Client) -> None:
    client.post("/accounts/signup/", FORM)

    assert "Warmly,\nHearth\n" in mail.outbox[0].body


def test_links_in_letters_begin_as_the_site_says_whatever_host_was_asked(client: Client, settings: Any) -> None:
    settings.BASE_URL = "https://hearth.example"
    email = factories.member().email

    client.post("/accounts/password/reset/", {"email": email}, headers={"host": "localhost:6666"})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, headers={"host": "localhost:6666"})
    client.post("/accounts/signup/", FORM, headers={"host": "localhost:6666"})

    assert len(mail.outbox) == 3
    for letter in mail.outbox:
        assert "https://hearth.example/accounts/" in letter.body
        assert "localhost" not in letter.body


def test_an_account_that_is_not_confirmed_is_not_in(client: Client) -> None:
    client.post("/accounts/signup/", FORM)

    assert client.get("/settings/").status_code == 302


def test_an_account_that_is_not_confirmed_is_shown_to_nobody(client: Client) -> None:
    client.post("/accounts/signup/", FORM | {"display_name": "Free tea"})
    visitor, place = Client(), cast.group("tea", member_count=2)
    host = cast.member(place, role="owner")

    with pytest.raises(errors.Invalid):
        admissions.invite(actor=host, group=place, handle="free_tea", now=clock.now())
    assert "/@free_tea/" not in cast.post(host, place, "Ask @free_tea").html
    assert visitor.get("/@free_tea/").status_code == 404
    assert "/@free_tea/" not in visitor.get("/search/?q=free").content.decode()

    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.outbox[0].body)
    client.post(link[1])

    assert visitor.get("/@free_tea/").status_code == 200
    assert "/@free_tea/" in cast.post(host, place, "Ask @free_tea").html
    assert "/@free_tea/" in visitor.get("/search/?q=free+tea").content.decode()


def test_a_name_without_latin_letters_gets_a_handle_of_its_own(client: Client) -> None:
    client.post("/accounts/signup/", FORM | {"display_name": "周小满"})

    assert re.fullmatch(r"[a-z0-9_]{3,20}", User.objects.get().handle)


def test_two_people_with_one_name_get_two_handles(client: Client) -> None:
    client.post("/accounts/signup/", FORM)
    Client().post("/accounts/signup/", FORM | {"email": "other@example.org"})

    assert len(set(User.objects.values_list("username", flat=True))) == 2


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "\u200b\u200b", "x" * 41])
def test_a_name_nobody_could_read_is_refused_beside_its_field(client: Client, name: str) -> None:
    answer = client.post("/accounts/signup/", FORM | {"display_name": name})

    assert answer.status_code == 200
    assert answer.context["form"].errors["display_name"]
    assert not User.objects.exists()


def test_an_address_too_long_to_keep_is_refused_beside_its_field(client: Client) -> None:
    email = f"{'m' * 255}@example.org"
    signed_up = client.post("/accounts/signup/", FORM | {"email": email})
    assert signed_up.context["form"].errors["email"]
    assert not User.objects.exists()

    client.post("/accounts/login/", {"login": factories.member().email, "password": factories.PASSWORD})
    added = client.post("/accounts/email/", {"email": email, "action_add": ""})
    assert added.context["form"].errors["email"]
    assert EmailAddress.objects.count() == 1


def test_a_zone_that_does_not_exist_becomes_utc(client: Client) -> None:
    client.post("/accounts/signup/", FORM | {"time_zone": "Mars/Olympus"})

    assert User.objects.get().time_zone == "UTC"


def test_signing_up_with_a_known_address_answers_as_with_a_new_one(client: Client) -> None:
    known = factories.member()

    fresh = client.post("/accounts/signup/", FORM)
    twice = Client().post("/accounts/signup/", FORM | {"email": known.email})

    assert (fresh.status_code, fresh["Location"]) == (twice.status_code, twice["Location"])
    assert User.objects.filter(email=known.email).count() == 1


def test_an_address_is_of_whoever_confirms_it_and_not_of_whoever_typed_it_first(client: Client) -> None:
    squatter = Client()
    squatter.post("/accounts/signup/", FORM | {"display_name": "Squatter"})
    mine = factories.member()
    client.force_login(mine)
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    client.post("/accounts/email/", {"email": FORM["email"], "action_add": ""})

    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.outbox[-1].body)
    client.post(link[1])
    answer = client.post("/accounts/email/", {"email": FORM["email"], "action_primary": ""})

    assert answer.status_code == 302
    mine.refresh_from_db()
    assert mine.email == FORM["email"]
    squatter.post("/accounts/login/", {"login": "squatter", "password": FORM["password1"]})
    assert squatter.get("/settings/").status_code == 302


def test_a_confirmed_address_is_taken_from_nobody_who_was_ever_in(client: Client) -> None:
    other = factories.member()
    client.force_login(other)

    assert addresses.confirmed(user=factories.member(), email=other.email.upper()) == 0

    other.refresh_from_db()
    assert other.is_active


def test_an_address_is_not_taken_from_the_staff_who_were_never_in_yet(client: Client) -> None:
    staff = User.objects.create_superuser("keeper", FORM["email"], "x", display_name="Keeper")
    mine = factories.member()
    client.force_login(mine)
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    client.post("/accounts/email/", {"email": FORM["email"], "action_add": ""})

    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.outbox[-1].body)
    answer = client.post(link[1], follow=True)

    staff.refresh_from_db()
    assert (staff.is_active, staff.email) == (True, FORM["email"])
    assert not mine.emailaddress_set.filter(verified=True, email=FORM["email"]).exists()
    assert "is confirmed by another account already" in answer.content.decode()


@pytest.mark.parametrize(("has_another", "resets"), [(True, False), (False, True)])
def test_a_password_is_not_reset_through_an_address_that_was_only_typed(
    client: Client, has_another: bool, resets: bool
) -> None:
    me = factories.member()
    me.emailaddress_set.update(verified=has_another)
    typed = EmailAddress.objects.create(user=me, email="typo@example.org", verified=False, primary=False)

    client.post("/accounts/password/reset/", {"email": typed.email})

    assert ("/password/reset/key/" in mail.outbox[-1].body) is resets
