"""Owners of a brand who all leave it, or Hearth, at the same moment: one of them stays."""

from __future__ import annotations

import pytest

from accounts import personal
from accounts.models import Brand, BrandStaff, User
from accounts.services import brand_people, closing
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


def close_accounts(clock):
    owners = list(User.objects.filter(username__startswith="owner").order_by("pk"))
    return at_once(lambda number: closing.close(user=owners[number], with_words=False, now=clock.now), HANDS)


@pytest.mark.usefixtures("brand")
def test_one_owner_is_left_whoever_closes_their_account_at_once(clock):
    _done, refused = close_accounts(clock)

    assert [type(error) for error in refused] == [closing.NotYet]
    assert User.objects.filter(is_active=True).count() == 1


@pytest.mark.production_only
@pytest.mark.usefixtures("brand")
def test_without_the_lock_the_brand_has_only_closed_owners(clock, monkeypatch):
    """The negative control."""
    unlock(monkeypatch)
    meet(monkeypatch, personal, "obstacles", HANDS)

    close_accounts(clock)

    assert not User.objects.filter(is_active=True).exists()
