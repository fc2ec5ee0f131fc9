"""The pages of keys: made with the password at hand, shown once, revoked in one press, and nobody else's business."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Brand, BrandStaff, BrandStep, User
from connect.models import ApiKey
from connect.services import keys
from connect.urls import urlpatterns
from inbox.models import Notification
from lib import public_id
from tests.community import cast
from tests.connect.programs import Program, make
from tests.factories import PASSWORD, member

pytestmark = pytest.mark.django_db
KEY = re.compile(r"hearth_[0-9a-f]{8}_[0-9a-f]{64}")
FORM = {"name": "Till <b>", "scopes": ["read", "activities"], "days": "90", "public_id": "aaaabbbbcccc"}


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    cache.clear()


def signed_in(user: User, *, sure: bool = False) -> Client:
    """Return the browser of somebody who, when it has to be `sure`, has just typed their password again."""
    client = Client()
    client.force_login(user)
    if sure:
        assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def mei() -> User:
    return member("Mei", handle="mei")


@pytest.fixture
def brand(mei: User) -> Brand:
    made = cast.brand(mei, "aurore")
    BrandStaff.objects.create(brand=made, user=member("Olga", handle="olga"), role="owner")
    return made


def test_a_key_is_made_after_the_password_is_typed_and_read_once(mei):
    client = signed_in(mei)
    asked = client.post("/settings/keys/new/", FORM)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert not ApiKey.objects.exists()

    page = client.post(asked["Location"], {"password": PASSWORD})  # goes on where it was stopped

    text = KEY.findall(page.content.decode())
    assert (page.status_code, len(set(text))) == (201, 1)
    assert "no-store" in page["Cache-Control"]
    assert Program(text[0]).get("me").json()["handle"] == "mei"
    listed = client.get("/settings/keys/").content.decode()
    assert ApiKey.objects.get().shown in listed
    assert "Till &lt;b&gt;" in listed
    assert text[0] not in listed


def test_a_form_that_comes_twice_makes_one_key_and_shows_it_no_more(mei):
    client = signed_in(mei, sure=True)
    client.post("/settings/keys/new/", FORM)

    again = client.post("/settings/keys/new/", FORM, follow=True)

    assert again.redirect_chain == [("/settings/keys/", 303)]
    assert "shown only once" in again.content.decode()
    assert not KEY.search(again.content.decode())
    assert ApiKey.objects.count() == 1


WRONG = (
    ({"name": "  "}, "This field is required."),
    ({"name": "\u200b"}, "Please write something here."),
    ({"name": "a" * 61}, "at most 60 characters"),
    ({"scopes": []}, "one thing at least"),
    ({"scopes": ["everything"]}, "is not one of the available choices"),
    ({"scopes": ["review"]}, "is not one of the available choices"),  # which opens nothing for a member
    ({"scopes": ["money"]}, "Moving money goes with something else"),
    ({"days": "36500"}, "is not one of the available choices"),
    ({"public_id": "no id"}, "This field"),
)


def test_what_is_wrong_stands_beside_its_field_and_the_rest_is_kept(mei):
    client = signed_in(mei, sure=True)
    for wrong, said in WRONG:
        page = client.post("/settings/keys/new/", {**FORM, **wrong})

        shown = page.content.decode()
        assert page.status_code == 422, wrong
        assert said in shown or "public_id" in wrong, wrong
        assert "name" in wrong or 'value="Till &lt;b&gt;"' in shown, wrong
        assert "scopes" in wrong or re.search(r'value="activities"\s+checked', shown), wrong
    assert not ApiKey.objects.exists()


def test_twenty_live_keys_are_enough(mei, clock):
    for _ in range(keys.MOST):
        make(mei, "read", now=clock.now)
    client = signed_in(mei, sure=True)

    refused = client.post("/settings/keys/new/", FORM)
    keys.revoke(by=mei, public_id=ApiKey.objects.first().public_id, now=clock.now)
    made = client.post("/settings/keys/new/", FORM)

    assert (refused.status_code, made.status_code) == (409, 201)
    assert "You have 20 keys already" in refused.content.decode()


def test_a_brands_key_is_seen_by_its_people_and_revoked_by_its_maker_or_an_owner(mei, brand):
    made = signed_in(mei, sure=True).post("/brands/aurore/connections/keys/new/", {**FORM, "scopes": ["brand"]})
    key = ApiKey.objects.get()
    editor, olga = member("Eddy", handle="eddy"), User.objects.get(username="olga")
    BrandStaff.objects.create(brand=brand, user=editor, role="editor")
    page, revoke = "/brands/aurore/connections/", f"/brands/aurore/connections/keys/{key.public_id}/revoke/"
    till = Program(KEY.search(made.content.decode())[0])

    assert (key.brand, till.get("brands/aurore/campaigns").status_code) == (brand, 200)
    assert key.shown in signed_in(editor).get(page).content.decode()
    assert revoke not in signed_in(editor).get(page).content.decode()
    assert signed_in(editor).post(revoke).status_code == 404
    assert signed_in(olga).post(revoke).status_code == 303
    assert till.get("brands/aurore/campaigns").status_code == 401
    steps = BrandStep.objects.order_by("pk").values_list("kind", "actor__username", "data__what")
    assert list(steps) == [("connected", "mei", key.shown), ("cut_off", "olga", key.shown)]
    assert key.shown in signed_in(editor).get("/brands/aurore/people/").content.decode()
    told = Notification.objects.order_by("pk").values_list("recipient__username", "kind")
    assert list(told) == [("mei", "api_key_made"), ("olga", "brand_key_made"), ("mei", "api_key_revoked")]
    for who in (mei, olga):
        assert "Till &lt;b&gt;" in signed_in(who).get("/notifications/").content.decode()


def test_a_brands_key_moves_nothing_but_the_brands_work(mei, brand):
    page = signed_in(mei, sure=True).post("/brands/aurore/connections/keys/new/", {**FORM, "scopes": ["community"]})

    assert page.status_code == 422
    assert not ApiKey.objects.exists()


# Who is let in: by name of the address, its arguments, and who of the five may.
ROWS: dict[str, tuple[str, list[str], str]] = {
    "keys": ("get", [], "mei olga outsider keeper"),
    "key-new": ("post", [], "mei olga outsider keeper"),
    "key-revoke": ("post", ["{key}"], "mei olga"),
    "connections": ("get", ["aurore"], "mei olga keeper"),
    "brand-key-new": ("post", ["aurore"], "mei olga"),
    "brand-key-revoke": ("post", ["aurore", "{key}"], "mei olga"),
}


def test_nobody_else_learns_or_changes_anything_and_every_address_of_keys_has_a_row(mei, brand):
    people = {"mei": mei, "olga": User.objects.get(username="olga"), "outsider": member("Out", handle="outsider")}
    people["keeper"] = member("Keeper", handle="keeper", is_staff=True)
    clients: dict[str, Client] = {who: signed_in(person, sure=True) for who, person in people.items()}
    clients["visitor"] = Client()
    form: dict[str, Any] = {**FORM, "scopes": ["read"]}

    assert ROWS.keys() == {route.name for route in urlpatterns if "key" in route.name or route.name == "connections"}
    for name, (method, arguments, allowed) in ROWS.items():
        for who, client in clients.items():
            key = make(mei, "read", brand=brand).key
            before = (ApiKey.objects.count(), ApiKey.objects.filter(revoked_at=None).count())
            path = reverse(f"connect:{name}", args=[each.format(key=key.public_id) for each in arguments])
            answer = getattr(client, method)(path, form | {"public_id": public_id.new()})
            after = (ApiKey.objects.count(), ApiKey.objects.filter(revoked_at=None).count())
            if who in allowed.split():
                assert answer.status_code in (200, 201, 303), (name, who)
                assert (after != before) == (method == "post"), (name, who)
            else:
                assert answer.status_code in (302, 403, 404), (name, who)
                assert after == before, (name, who)
                assert key.shown not in answer.content.decode(), (name, who)
            ApiKey.objects.all().delete()


def test_both_lists_cost_the_same_for_one_key_and_for_many(mei, brand):
    client = signed_in(mei)

    def cost(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    made = make(mei, brand=brand)
    pages = ("/settings/keys/", "/brands/aurore/connections/")
    few = [cost(page) for page in pages]
    for _ in range(9):
        key = make(mei, brand=brand).key
        keys.note_act(key=key, operation="own_campaign_draft", path="brands/aurore", status=201, now=key.created_at)

    assert [cost(page) for page in pages] == few
    assert made.key.shown in client.get(pages[0]).content.decode()


def test_staff_see_keys_without_their_fingerprint_and_end_them(mei, client):
    boss = member("Boss", handle="boss", is_staff=True, is_superuser=True)
    client.force_login(boss)
    key = make(mei).key

    page = client.get(f"/admin/connect/apikey/{key.pk}/change/").content.decode()
    done = client.post("/admin/connect/apikey/", {"action": "revoke", "_selected_action": [key.pk]})

    assert key.shown in page
    assert ApiKey.objects.get().digest not in page
    assert done.status_code == 302
    assert ApiKey.objects.get().revoked_by == boss
    assert Notification.objects.filter(recipient=mei, kind="api_key_revoked").exists()
    helper = member("Helper", handle="helper", is_staff=True)
    client.force_login(helper)
    other = make(mei).key
    client.post("/admin/connect/apikey/", {"action": "revoke", "_selected_action": [other.pk]})
    assert ApiKey.objects.get(pk=other.pk).revoked_at is None
