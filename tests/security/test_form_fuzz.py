"""Hostile forms sent to every named address of the site: never an accident."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from community.models import Group, Membership
from tests.community import cast
from tests.hostile import Chance
from tests.security import routes
from tests.security.house import House, signed_in
from tests.security.test_closed_groups import FRONT, INSIDE

pytestmark = pytest.mark.django_db
PICTURE = cast.picture()
HEADERS = ({}, {"HX-Request": "true"}, {"Accept": "application/json"})
# Names that no page of the fixture shows, but some view reads.
MORE_NAMES = ("body", "key", "kind", "member", "handle", "role", "rule", "reason", "seen", "code", "credential", "next")


class Fields(HTMLParser):
    """Collects the fields of a page, and what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        name = named.get("name", "")
        if tag in {"input", "select", "textarea", "button"} and name:
            self._choice = name if tag == "select" else ""
            self.found.setdefault(name, named.get("value", ""))
        elif tag == "option" and self._choice and not self.found[self._choice]:
            self.found[self._choice] = named.get("value", "")


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


def forms_of(fields: dict[str, str], chance: Chance) -> list[dict[str, Any]]:
    """Return one in which a field or two are wrong, and one in which everything is, a file among it."""
    usual = dict.fromkeys(MORE_NAMES, "1") | fields
    wrong = {name: chance.text() for name in chance.sample(sorted(usual), 2)}
    worse: dict[str, Any] = {name: chance.choice((chance.text(), [chance.text(), "1"])) for name in usual}
    return [usual | wrong, worse | {chance.choice(sorted(usual)): PICTURE}]


@override_settings(SESSION_CACHE_ALIAS="fragments")  # limits are forgotten between forms, who is signed in is not
def test_no_form_breaks_an_address(settings: Any, tmp_path: Any) -> None:
    """What the owner is shown is sent by a member and a visitor too."""
    settings.MEDIA_ROOT = tmp_path
    house = House("public")
    Group.objects.update(member_count=Membership.objects.filter(state="active").count())
    visitor, member, owner = (Sender(person) for person in (None, house.member, house.owner))
    found = addresses(house)
    assert len(found) > 50

    for name, path in found.items():
        if owner.send(path, {}, Chance(name)) == 405:
            continue  # nobody posts anything there
        careless, hostile = forms_of(owner.fields_of(path) or visitor.fields_of(path), Chance(name))
        for who, form in ((visitor, hostile), (member, careless), (owner, careless), (owner, hostile)):
            assert who.send(path, form, Chance(name)) < 500, (name, form)


class Sender:
    """Somebody's browser, which begins anew for each form: one of them signs out."""

    def __init__(self, user: User | None) -> None:
        self.client = signed_in(user)
        self.client.raise_request_exception = False
        self.cookies = self.client.cookies.copy()

    def fields_of(self, path: str) -> dict[str, str]:
        self.client.cookies = self.cookies.copy()
        answer, reader = self.client.get(path), Fields()
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            reader.feed(answer.content.decode().partition("<main")[2])
        reader.found.pop("csrfmiddlewaretoken", None)
        return reader.found

    def send(self, path: str, form: dict[str, Any], chance: Chance) -> int:
        """Return the status that it is answered with, and take back what it did."""
        cache.clear()
        PICTURE.seek(0)
        self.client.cookies = self.cookies.copy()
        with transaction.atomic():
            status = self.client.post(path, form, headers=chance.choice(HEADERS)).status_code
            transaction.set_rollback(True)
        return status
