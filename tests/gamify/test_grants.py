"""Budgets by one of the staff or by two: no key lets anybody move more alone than one may."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Brand
from gamify.models import PurseEntry, PurseRequest
from gamify.services import grants, purses
from tests import factories
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(economy: None, clock: Any) -> House:  # noqa: F811
    return House(clock, budget=0)


def ask(house: House, amount: int, key: str, brand: Brand | None = None) -> PurseEntry | PurseRequest:
    return grants.ask(
        by=house.staff, brand=brand or house.brand, amount=amount, note="Spring", key=key, now=house.clock.now
    )


@pytest.mark.parametrize("keys", [("x", "alone:x"), ("alone:x", "x"), ("x", "x:alone:x")])
def test_keys_that_look_alike_are_counted_each(house, keys):
    first, second = (ask(house, grants.ALONE, key) for key in keys)

    assert isinstance(first, PurseEntry)
    assert isinstance(second, PurseRequest)
    assert house.purse == grants.ALONE


def test_the_same_key_for_another_purse_is_counted(house):
    other = Brand.objects.create(slug="pots", names={"en": "Pots"}, created_at=house.clock.now)

    first, second = ask(house, grants.ALONE, "x"), ask(house, grants.ALONE, "x", brand=other)

    assert isinstance(first, PurseEntry)
    assert isinstance(second, PurseRequest)
    assert other.purses.get().available == 0


@pytest.mark.parametrize("amount", [5, grants.ALONE + 1])
def test_the_same_request_twice_is_one(house, amount):
    first, second = ask(house, amount, "x"), ask(house, amount, "x")

    assert first == second
    assert PurseEntry.objects.count() + PurseRequest.objects.count() == 1


@pytest.mark.parametrize(("amount", "other"), [(5, 6), (grants.ALONE + 1, grants.ALONE + 2), (grants.ALONE + 1, 5)])
def test_a_key_with_another_amount_is_refused(house, amount, other):
    ask(house, amount, "x")

    with pytest.raises(purses.KeyTaken):
        ask(house, other, "x")

    assert PurseEntry.objects.count() + PurseRequest.objects.count() == 1


def test_a_key_of_somebody_else_is_refused(house):
    ask(house, grants.ALONE + 1, "x")
    house.staff = factories.member("Second", is_staff=True)

    with pytest.raises(purses.KeyTaken):
        ask(house, grants.ALONE + 1, "x")
