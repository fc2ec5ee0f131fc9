"""No form is answered without its token, and nothing changes by GET."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from community.models import Membership, Reaction
from tests.community import cast
from tests.factories import member
from tests.security import routes

pytestmark = pytest.mark.django_db
# Read-only: it answers GET alone.
EXEMPT = {"api-schema", "api-docs"}


def test_no_view_of_a_page_is_exempt():
    exempt = {route.name for route in routes.every() if getattr(route.view, "csrf_exempt", False)}
    api = {name for name in exempt if name.startswith("api")}
    assert exempt - api == {"rewards:webhook", "demo-receiver"}  # signed: by its gateway, and by Hearth in the demo


def test_every_address_refuses_a_post_without_a_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(member())
    plain = [route for route in routes.every(without=("admin:", "api")) if not route.has_id]
    for route in plain:
        answer = client.post("/" + route.pattern.replace("^", ""))
        assert answer.status_code == 403, route.name
    assert len(plain) > 50


@pytest.mark.parametrize(
    ("language", "token", "origin", "said", "is_given_back"),
    [
        ("en", "x" * 64, "http://testserver", "You signed in or out", True),
        ("zh-hans", "x" * 64, "http://testserver", "你登录或退出过", True),
        ("en", "", "http://testserver", "sent no cookie", True),
        ("en", "x" * 64, "https://evil.example", "another site", False),
    ],
)
def test_a_page_from_before_says_so_and_gives_the_words_back(language, token, origin, said, is_given_back):
    cookie = {"cookie": f"hearth_csrf={token}"} if token else {}
    sent = {
        "csrfmiddlewaretoken": "y" * 32 + "z" * 32,
        "body": "Rain since noon.",
        "password": "warm hearth",
        "emotions": "calm",
    }

    def answer(**headers: str) -> HttpResponse:
        client = Client(enforce_csrf_checks=True)
        return client.post(
            "/write/", sent, headers={"accept-language": language, "origin": origin, **cookie, **headers}
        )

    page, toast = answer().content.decode(), answer(hx_request="true")

    assert said in page
    assert ("Rain since noon." in page) == is_given_back
    assert "warm hearth" not in page
    assert said in toast.content.decode()
    assert toast["Content-Type"].startswith("text/plain")


def test_a_post_about_something_is_refused_and_changes_nothing():
    place = cast.group()
    reader = cast.member(place)
    said = cast.post(cast.member(place), place)
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)

    for name, args in (
        ("post-react", [said.public_id]),
        ("comment-create", [said.public_id]),
        ("group-leave", [place.slug]),
    ):
        assert (
            client.post(reverse(f"community:{name}", args=args), {"kind": "felt", "body": "Hello"}).status_code == 403
        )

    assert not Reaction.objects.exists()
    assert Membership.objects.get(user=reader).is_active


def test_the_api_asks_a_session_for_the_token_too():
    client = Client(enforce_csrf_checks=True)
    client.force_login(member())
    client.get("/settings/")
    token = client.cookies["hearth_csrf"].value
    sent = {"path": "/api/v1/activities", "data": {"verb": "visit"}, "content_type": "application/json"}

    assert client.post(**sent).status_code == 403
    assert client.post(**sent, headers={"X-CSRFToken": token}).status_code == 200


@pytest.mark.parametrize(
    "name", ["group-join", "group-leave", "group-admit", "group-invite", "group-role", "group-remove", "group-archive"]
)
def test_get_changes_no_group(client, name):
    place = cast.group()
    client.force_login(cast.member(place, role="owner"))
    assert client.get(reverse(f"community:{name}", args=[place.slug])).status_code == 405


def test_no_form_is_included_in_a_way_that_loses_its_token():
    """`{% include … only %}` leaves the token behind unless it is named, and the test client would never notice."""
    root = Path("templates")
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.html")}
    alone = re.compile(r'{% include "([^"]+)"((?:[^%]|%(?!}))* only) %}')
    found = [pair for text in texts.values() for pair in alone.findall(text)]
    without = {name for name, passed in found if "csrf_token=csrf_token" not in passed}

    assert len(found) > 100
    assert [name for name in sorted(without) if "{% csrf_token %}" in texts.get(name, "")] == []
