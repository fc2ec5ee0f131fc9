"""Hostile forms sent to every named address of the site: never an accident."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from community.models import Group, Membership
from tests.community import cast
from tests.security import routes
from tests.security.house import House, signed_in
from tests.security.test_closed_groups import FRONT, INSIDE

pytestmark = pytest.mark.django_db
TEXTS = st.text(max_size=40) | st.sampled_from(
    ["", "\x00", "\u202e", "9" * 400, "-1", "1e999", "NaN", "x" * 20_000, "[" * 900, "null", "{}", "on", "1", "remove"]
)
HEADERS = [{}, {"HX-Request": "true"}, {"Accept": "application/json"}]
FILES = st.builds(lambda _: cast.picture(), st.none())
VALUES = TEXTS | st.lists(TEXTS, max_size=3) | FILES
# Names that no page of the fixture shows, but some view reads.
MORE_NAMES = {"body", "key", "kind", "member", "handle", "role", "rule", "reason", "seen", "code", "credential", "next"}


class Names(HTMLParser):
    """Collects the names of all fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("name")
        if tag in {"input", "select", "textarea", "button"} and name:
            self.found.add(name)


def addresses(house: House) -> dict[str, str]:
    """Return every address of the pages, those with an id too where the house has one."""
    known, found = INSIDE | FRONT, {}
    for route in routes.every(without=("admin:", "api")):
        arguments = known[route.name][0](house) if route.name in known else []
        try:
            found[route.name] = reverse(route.name, args=arguments)
        except NoReverseMatch:
            continue
    return found


def fields_of(client: Client, path: str) -> set[str]:
    answer = client.get(path)
    reader = Names()
    if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        reader.feed(answer.content.decode())
    return reader.found - {"csrfmiddlewaretoken"}


@pytest.mark.parametrize("role", [None, "member", "owner"])
def test_no_form_breaks_an_address(settings: Any, tmp_path: Any, role: str | None) -> None:
    settings.MEDIA_ROOT = tmp_path
    house = House("public")
    Group.objects.update(member_count=Membership.objects.filter(state="active").count())
    client = signed_in(getattr(house, role) if role else None)
    client.raise_request_exception = False
    found, cookies = addresses(house), client.cookies.copy()
    assert len(found) > 50

    for name, path in found.items():
        client.cookies = cookies.copy()  # one of them signs out
        names = sorted(fields_of(client, path) | MORE_NAMES)
        send_hostile_forms(client, cookies, name, path, names)


def send_hostile_forms(client: Client, cookies: Any, name: str, path: str, names: list[str]) -> None:
    @given(st.dictionaries(st.sampled_from(names), VALUES), st.sampled_from(HEADERS))
    @settings(max_examples=1, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None)
    def send(form: dict[str, Any], headers: dict[str, str]) -> None:
        cache.clear()
        client.cookies = cookies.copy()
        with transaction.atomic():
            answer = client.post(path, form, headers=headers)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (name, form)

    send()
