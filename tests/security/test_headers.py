"""What every answer says to the browser, and what no cache may keep."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.community import cast
from tests.factories import PASSWORD, member

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/explore/",
    "/groups/",
    "/accounts/login/",
    "/accounts/signup/",
    "/styleguide/",
    "/offline/",
    "/nothing-here/",
]
OWN = [
    "/",
    "/write/",
    "/notifications/",
    "/settings/",
    "/settings/notifications/",
    "/drafts/",
    "/tasks/",
    "/points/",
    "/accounts/2fa/",
]
DIRECTIVE = re.compile(r"([a-z-]+) ([^;]+)")


def policy_of(answer) -> dict[str, str]:
    return dict(DIRECTIVE.findall(answer["Content-Security-Policy"]))


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_runs_only_our_scripts_and_sits_in_no_frame(client, path):
    answer = client.get(path)

    policy = policy_of(answer)
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe-eval" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", [*PUBLIC, *OWN])
def test_a_page_needs_nothing_that_the_policy_forbids(client, path):
    client.force_login(member())

    html = client.get(path).content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", html)
    assert not re.search(r"<style[\s>]", html)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", html)
    assert not re.search(r"(?:src|href|action)=[\"']?\s*(?:https?:)?//", html.replace("https://www.w3.org", ""))
    for style in re.findall(r'style="([^"]*)"', html):
        assert style.startswith("--"), style


@pytest.mark.parametrize("path", OWN)
def test_no_cache_keeps_a_page_of_somebody_signed_in(client, path):
    client.force_login(member())

    answer = client.get(path)

    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_a_visitors_page_may_be_kept(client):
    assert "no-store" not in client.get("/offline/").get("Cache-Control", "")


def test_a_part_for_a_script_is_never_kept_as_the_page_of_a_reader(client):
    part, page = (
        client.get("/search/?q=tea&after=", headers={"HX-Request": "true"}),
        client.get("/search/?q=tea&after="),
    )
    lost = client.get("/p/nothing/", headers={"Accept": "application/json"})

    assert part.content != page.content
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in page["Vary"]
    assert {"Accept", "HX-Request"} <= set(lost["Vary"].split(", "))


def test_pictures_are_kept_by_the_reader_alone_and_never_sniffed(client, settings, tmp_path):
    from community.services import images
    from lib import clock

    settings.MEDIA_ROOT = tmp_path
    owner = cast.person()
    image = images.upload(owner=owner, file=cast.picture(), alt="", now=clock.now())
    client.force_login(owner)

    answer = client.get(reverse("community:image-show", args=[image.public_id]))

    assert answer["Cache-Control"].startswith("private")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/webp"


def test_the_session_cookie_cannot_be_read_or_sent_across_sites(client):
    person = member()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    cookie = client.cookies["hearth_session"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.django_db
def test_programs_find_what_they_look_for(client):
    assert "Disallow: /search/\n" in client.get("/robots.txt").content.decode()
    assert client.get("/.well-known/change-password")["Location"] == "/accounts/password/change/"
