"""What a key opens at the edge, and what it does not."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import BrandStaff, User
from accounts.services import brand_people
from community.models import Post
from config.throttles import KeyThrottle
from connect.models import ApiKey, KeyAct
from connect.services import keys
from gamify.models import Activity
from lib.api.endpoint import Endpoint
from tests.api.callers import POST
from tests.community import cast, proposing
from tests.connect.programs import Program, make, program

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    cache.clear()


@pytest.fixture
def mei() -> User:
    return cast.member(cast.group("tea"), "mei")


def code_of(response: Any, status: int) -> str:
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM), response.content
    assert response.json()["status"] == status
    code: str = response.json()["code"]
    return code


def test_a_program_is_who_made_its_key_and_gets_no_session(mei):
    response = program(mei, "read").get("me")

    assert (response.status_code, response.json()["handle"]) == (200, "mei")
    assert not response.cookies
    assert not Session.objects.exists()
    assert response["Cache-Control"] == "private, no-store"


def test_a_program_needs_no_token_of_a_form_and_reads_its_owners_language(mei):
    User.objects.filter(pk=mei.pk).update(locale="zh-hans")
    till = Program(make(mei, "community").text, enforce_csrf_checks=True)

    made = till.post("posts", POST)
    refused = till.post("posts", POST | {"emotions": []})

    assert made.status_code == 201
    assert "请" in refused.json()["title"]


def test_what_a_program_reads_is_no_visit_of_its_member(mei):
    program(mei, "read").get("me")

    assert not Activity.objects.filter(verb="visit").exists()


def test_the_key_costs_one_query_and_a_note_each_minute(mei, clock):
    till = program(mei, "read")

    counts = []
    for seconds in (0, 30, 31):
        clock.tick(seconds=seconds)
        with CaptureQueriesContext(connection) as queries:
            assert till.get("me").status_code == 200
        counts.append(len(queries))

    assert counts == [2, 1, 2]
    assert ApiKey.objects.get().last_used_at == clock.now


def test_a_key_is_dead_in_the_request_after_it_is_revoked_and_on_its_day(mei, clock):
    made, brief = make(mei, now=clock.now), make(mei, days=30, now=clock.now)
    till, other = Program(made.text), Program(brief.text)
    assert till.get("me").status_code == other.get("me").status_code == 200

    keys.revoke(by=mei, public_id=made.key.public_id, now=clock.now)
    clock.tick(days=30)

    assert code_of(till.get("me"), 401) == "connect.key_revoked"
    assert code_of(other.get("me"), 401) == "connect.key_expired"
    assert 'error="invalid_token"' in till.get("me")["WWW-Authenticate"]


def test_a_closed_account_has_no_keys_even_if_nobody_told_them(mei):
    till = program(mei)

    User.objects.filter(pk=mei.pk).update(is_active=False)

    assert code_of(till.get("groups"), 401) == "connect.key_owner_gone"


def test_closing_an_account_in_the_admin_ends_its_keys_for_good(mei, client):
    till = program(mei)
    client.force_login(cast.person("boss", is_staff=True, is_superuser=True))
    page = f"/admin/accounts/user/{mei.pk}/change/"
    said = client.get(page).context["adminform"].form.initial
    form = {name: said[name] for name in ("username", "display_name", "email", "bio", "locale", "time_zone")}

    assert client.post(page, form).status_code == 302
    User.objects.filter(pk=mei.pk).update(is_active=True)

    assert code_of(till.get("groups"), 401) == "connect.key_revoked"


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer hearth_00000000_" + "0" * 64,
        "bearer HEARTH_00000000_" + "0" * 64,
        "Bearer hearth_\u00e9_" + "0" * 64,
        "Bearer " + "a" * 100_000,
        "Bearer hearth_00000000_' OR 1=1 --",
        "Token hearth_00000000_" + "0" * 64,
        "Bearer \x00\x01\xff",
        "hearth",
    ],
)
def test_what_is_no_key_is_refused_everywhere_even_where_everybody_may_read(header, mei):
    mine = Client()
    mine.force_login(mei)
    for path in ("groups", "me", "no/such/place"):
        response = mine.get(f"/api/v1/{path}", headers={"Authorization": header})

        assert code_of(response, 401) == "connect.key_unknown"
        assert response["WWW-Authenticate"].startswith('Bearer realm="Hearth"')


def test_one_letter_makes_it_another_key_and_space_around_it_does_not(mei):
    text = make(mei, "read").text
    turned = text[:-1] + ("0" if text[-1] != "0" else "1")
    ask = lambda header: Client().get("/api/v1/me", headers={"Authorization": header}).status_code  # noqa: E731

    assert [ask(f"Bearer {each}") for each in (turned, text.upper(), text[:-1], text + "a")] == [401] * 4
    assert [ask(each) for each in (f"Bearer  {text} ", f"bearer {text}")] == [200, 200]


def test_a_proxys_own_password_is_not_ours_to_judge():
    response = Client().get("/api/v1/groups", headers={"Authorization": "Basic bWVpOm1laQ=="})

    assert response.status_code == 200


def test_a_guesser_is_told_to_wait(mei):
    guess = Program("hearth_00000000_" + "0" * 64)

    answers = [guess.get("me").status_code for _ in range(61)]

    assert (answers[59], answers[60]) == (401, 429)
    assert program(mei, "read").get("me").status_code == 200


def test_a_key_in_an_address_is_refused_though_it_is_good(mei):
    text = make(mei).text

    for query in (f"key={text}", f"access_token=%68earth{text[6:]}", f"a={text}&a=b"):
        assert code_of(Client().get(f"/api/v1/me?{query}"), 422) == "connect.key_in_address"


@pytest.mark.parametrize("path", ["/settings/", "/settings/keys/", "/settings/keys/new/", "/admin/", "/notifications/"])
def test_a_key_opens_no_page(path):
    boss = cast.person("boss", is_staff=True, is_superuser=True)

    response = Client().get(path, headers={"Authorization": f"Bearer {make(boss).text}"})

    assert (response.status_code, response["Location"].split("?")[0]) in (
        (302, "/accounts/login/"),
        (302, "/admin/login/"),
    )


def test_what_is_asked_once_is_done_once_with_a_key_as_without(mei):
    till = program(mei, "community")

    first, second = (till.post("posts", POST, key="one-key") for _ in range(2))

    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Post.objects.count() == 1
    reader = program(mei, "read")
    assert code_of(reader.post("posts", POST, key="one-key"), 403) == "connect.key_lacks_scope"


def test_a_program_may_never_more_than_its_owner_at_that_moment(mei):
    staff = cast.person("keeper", is_staff=True)
    till = program(staff, "activities", "review")
    body = {"verb": "create", "actor": "mei", "object": {"type": "recipe", "id": "7"}, "key": "recipe-7"}
    assert till.post("activities", body).status_code == 201
    assert till.get("review/refunds").status_code == 200

    User.objects.filter(pk=staff.pk).update(is_staff=False)

    assert code_of(till.post("activities", body | {"key": "recipe-8"}), 403) == "gamify.not_yourself"
    assert till.get("review/refunds").status_code in (403, 404)


def test_a_brands_key_works_for_that_brand_and_nothing_else(mei):
    mine, other = cast.brand(mei, "aurore"), cast.brand(mei, "kiln")
    till = program(mei, brand=mine)

    assert till.get("brands/aurore/campaigns").status_code == 200
    assert code_of(till.get(f"brands/{other.slug}/campaigns"), 403) == "connect.key_of_brand"
    for path in ("me", "orders", "groups", "proposals/nothing/answer"):
        assert code_of(till.get(path), 403) in ("connect.key_of_brand", "connect.key_lacks_scope")
    assert program(mei, "read", brand=mine).get("brands/aurore/campaigns").status_code == 200
    assert program(mei, "read").get("brands/aurore/campaigns").status_code == 403


def test_a_brands_key_works_on_proposals_that_ask_its_brand_and_on_no_others():
    asked, other = proposing.due(), proposing.due()
    till = program(asked.brand.staff.first().user, brand=asked.brand)

    own = till.post(f"proposals/{asked.public_id}/news", {})  # let in, and told what is missing
    foreign = till.post(f"proposals/{other.public_id}/news", {})

    assert code_of(own, 422) == "hearth.invalid"
    assert code_of(foreign, 403) == "connect.key_of_brand"
    assert code_of(till.get(f"proposals/{asked.public_id}"), 403) == "connect.key_of_brand"  # everybody reads that
    assert KeyAct.objects.values_list("operation", "status").get() == ("news_tell", 422)


def test_leaving_a_brand_ends_its_keys_for_good(mei, clock):
    brand, owner = cast.brand(mei, "aurore"), cast.person("owner")
    BrandStaff.objects.create(brand=brand, user=owner, role="owner")
    till, own = program(mei, brand=brand), program(mei, "read")

    brand_people.remove(by=owner, brand=brand, handle="mei", now=clock.now)
    BrandStaff.objects.create(brand=brand, user=mei, role="editor")

    assert code_of(till.get("brands/aurore/campaigns"), 401) == "connect.key_revoked"
    assert own.get("me").status_code == 200
    unnoticed = program(mei, brand=brand)
    BrandStaff.objects.filter(user=mei).delete()
    assert code_of(unnoticed.get("brands/aurore/campaigns"), 401) == "connect.key_left"


def test_each_write_is_noted_and_old_notes_are_forgotten(mei, clock):
    till = program(mei, "community", "read")

    till.post("posts", POST)
    till.post("posts", POST | {"body": ""})
    till.get("me")
    till.get("posts/nothing")

    assert list(KeyAct.objects.order_by("pk").values_list("operation", "path", "status")) == [
        ("post_create", "posts", 201),
        ("post_create", "posts", 422),
    ]
    assert keys.forget_acts(now=clock.now + timedelta(days=89)) == 0
    assert keys.forget_acts(now=clock.now + timedelta(days=91)) == 2


def test_a_key_has_a_limit_of_its_own_and_says_how_far_it_is(mei, monkeypatch):
    monkeypatch.setattr(Endpoint, "throttle_classes", [KeyThrottle])
    monkeypatch.setattr(KeyThrottle, "rate", "2/min", raising=False)
    till, other = program(mei, "read"), program(mei, "read")

    answers = [till.get("me") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert (answers[0]["RateLimit-Limit"], answers[2].has_header("Retry-After")) == ("2", True)
    assert 0 < int(answers[2]["RateLimit-Reset"]) <= 60
    assert other.get("me").status_code == 200


def test_the_key_itself_is_in_no_row_letter_or_log(mei, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        text = make(mei).text
    till = Program(text)
    till.post("posts", POST, key="one-key")
    till.get("nothing")
    keys.revoke(by=mei, public_id=ApiKey.objects.get().public_id, now=ApiKey.objects.get().created_at)
    till.get("me")

    secret = text.rsplit("_", 1)[1]
    assert [letter.to for letter in mail.outbox] == [["mei@example.org"]]
    said = "".join(letter.subject + letter.body for letter in mail.outbox) + caplog.text + "\n".join(dumped())
    assert ApiKey.objects.get().shown in said
    assert secret not in said


def dumped() -> list[str]:
    """Return everything that is in the database."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [repr(row) for row in cursor.fetchall()]
    return rows
