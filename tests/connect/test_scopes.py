"""Every operation of the API needs a scope, and is shut to every key without it: the matrix is made of the URL conf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.keys import KeyMiddleware
from connect import scopes
from connect.models import ApiKey
from lib.api.describing import Operation
from tests.api.described import document
from tests.community import cast
from tests.connect.programs import make

LET_IN = 299
# Words of an operation's name that smell of money, and what has them without moving any.
MONEY_WORDS = re.compile("pay|refund|purse|price|cancel|call_off|team_open|team_join|offer_accept")
MOVES_NONE = {
    "meetup_call_off": "nobody paid to come",
    "own_battle_call_off": "sides score, nobody pays",
    "payment_look": "asks the bank and moves nothing",
    "payment_read": "a reading",
    "redemption_cancel": "points come back, no money",
    "review_refund_list": "a reading",
    "vote_call_off": "a vote",
}


@dataclass(frozen=True)
class Described:
    """An operation as docs/openapi.yaml has it."""

    method: str
    path: str
    name: str
    needs: frozenset[str]

    @property
    def filled(self) -> str:
        return re.sub(r"{\w+}", "7", self.path)


def operations() -> Iterator[Described]:
    for path, methods in document()["paths"].items():
        for method, found in methods.items():
            needs = next(each["keyAuth"] for each in found["security"] if "keyAuth" in each)
            yield Described(method.upper(), path, found["operationId"], frozenset(needs))


def test_every_operation_has_its_scopes_and_only_reading_is_free_of_an_area():
    found = list(operations())

    assert len(found) > 300
    for each in found:
        assert each.needs, each
        assert each.needs <= scopes.KNOWN, each
        assert each.needs != {scopes.MONEY}, each
        assert each.method == "GET" or scopes.READ not in each.needs, each
        assert ("/review/" in each.path) == (scopes.REVIEW in each.needs), each


def test_what_smells_of_money_needs_its_scope_or_a_reason():
    found = {each.name: each.needs for each in operations() if MONEY_WORDS.search(each.name)}

    assert {name for name, needs in found.items() if scopes.MONEY not in needs} == MOVES_NONE.keys()


def test_what_the_rules_name_is_in_the_description():
    known = {each.name for each in operations()}
    tags = {tag for methods in document()["paths"].values() for each in methods.values() for tag in each["tags"]}

    assert scopes._AREA_OF_NAME.keys() | scopes.MOVES_MONEY <= known
    assert scopes._AREA_OF_TAG.keys() == tags


def test_an_operation_of_a_tag_that_nobody_thought_of_is_shut_until_its_app_opens_it(monkeypatch):
    monkeypatch.setattr(scopes, "_AREA_OF_APPS", {})
    monkeypatch.setattr(scopes, "_MONEY_OF_APPS", set())
    pay = Operation("acorn_pay", "Acorns")

    shut = scopes.needed(pay, address="acorns", is_read=False)
    scopes.open_tag("Acorns", scopes.MARKET, moves_money=["acorn_pay"])

    assert (shut, scopes.needed(pay, address="acorns", is_read=False)) == (frozenset(), {"market", "money"})
    assert scopes.needed(Operation("acorn_list", "Acorns"), address="acorns", is_read=True) == {"read"}
    for tag, area in (("Acorns", scopes.MARKET), ("Game", scopes.MARKET), ("Oaks", "forest")):
        with pytest.raises(ValueError, match="cannot be opened"):
            scopes.open_tag(tag, area)


class Door:
    """The edge with nothing behind it: LET_IN is its answer to whom it lets in."""

    def __init__(self, text: str) -> None:
        self._header = f"Bearer {text}"
        self._edge = KeyMiddleware(self._inside)

    def _inside(self, request: HttpRequest) -> HttpResponse:
        assert request.user == request.api_key.owner
        return HttpResponse(status=LET_IN)

    def answers(self, asked: Described) -> int:
        request = RequestFactory().generic(asked.method, asked.filled, headers={"Authorization": self._header})
        return self._edge(request).status_code


@pytest.mark.django_db
def test_each_scope_opens_what_needs_it_and_its_lack_shuts_exactly_that():
    """With every scope but one, what needs that one is shut; with only what is needed, it is open."""
    made = make(cast.person("mei"))
    door, every, wrong = Door(made.text), list(operations()), list[Any]()

    def ask(held: frozenset[str], asked: Described, is_open: bool) -> None:
        if door.answers(asked) != (LET_IN if is_open else 403):
            wrong.append((asked.method, asked.path, sorted(held), "shut" if is_open else "open"))

    rows = ApiKey.objects.filter(pk=made.key.pk)
    for lacking in scopes.KNOWN:
        held = scopes.KNOWN - {lacking}
        rows.update(scopes=sorted(held))
        for asked in every:
            if lacking in asked.needs:
                ask(held, asked, is_open=False)
    for needs in {asked.needs for asked in every}:
        rows.update(scopes=sorted(needs))
        for asked in every:
            if asked.needs == needs:
                ask(needs, asked, is_open=True)
    assert wrong == []


@pytest.mark.django_db
def test_a_brands_key_opens_its_console_and_nothing_that_is_its_makers_own():
    mei = cast.person("mei")
    made = make(mei, brand=cast.brand(mei, "seven"))
    door, every = Door(made.text), list(operations())
    of_brand = [each for each in every if each.needs <= scopes.OF_BRAND and scopes.BRAND in each.needs]

    shut = {each.name for each in every if door.answers(each) == 403}

    assert {each.name for each in every} - shut == set()  # brand 7 is not brand seven
    at_home = [Described(each.method, each.path.replace("{slug}", "seven"), each.name, each.needs) for each in of_brand]
    for each in at_home:
        assert door.answers(each) == (LET_IN if "/brands/seven/" in each.path else 403), each
