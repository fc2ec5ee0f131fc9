"""Owners of a brand who all leave at the same moment: one of them stays."""

from __future__ import annotations

import pytest

from accounts.models import Brand, BrandStaff
from accounts.services import brand_people
from tests import factories
from tests.races.hands import at_once, meet, unlock

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]
HANDS = 4


@pytest.fixture
def brand(clock):
    made = Brand.objects.create(slug="tea", names={"en": "Tea"}, created_at=clock.now)
    for number in range(HANDS):
        person = factories.member(f"O{number}", handle=f"owner{number}")
        BrandStaff.objects.create(brand=made, user=person, role="owner")
    return made


def leave(brand, clock):
    people = [row.user for row in brand.staff.select_related("user").order_by("pk")]
    return at_once(
        lambda number: brand_people.remove(by=people[number], brand=brand, handle=f"owner{number}", now=clock.now),
        HANDS,
    )


def test_one_owner_is_left_whoever_leaves_at_once(brand, clock):
    _done, refused = leave(brand, clock)

    assert [type(error) for error in refused] == [brand_people.LastOwner]
    assert brand.staff.count() == 1
    assert brand.steps.count() == HANDS - 1


@pytest.mark.production_only
def test_without_the_lock_nobody_is_left(brand, clock, monkeypatch):
    """The negative control: everybody has seen the others before one of them goes."""
    unlock(monkeypatch)
    meet(monkeypatch, brand_people, "_keep_an_owner", HANDS)

    leave(brand, clock)

    assert brand.staff.count() == 0
