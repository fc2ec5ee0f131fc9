"""Rights are asked in bulk, and whatever is unclear is refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import Brand, BrandStaff
from accounts.services import brand_admin, brand_people
from lib import clock
from live import people, policies, registry
from live.people import VISITOR, Person
from tests import factories

pytestmark = pytest.mark.usefixtures("members_only")


def member(pk: int) -> Person:
    return Person(user=type("Member", (), {"pk": pk})(), session_key=f"key-{pk}")


def test_a_kind_that_answers_for_many_is_asked_once() -> None:
    topics = [f"test:many:{pk}" for pk in range(6)]

    assert policies.allowed(AnonymousUser(), topics) == {"test:many:0", "test:many:2", "test:many:4"}


def test_a_check_that_fails_refuses_its_own_kind_only() -> None:
    assert policies.allowed(AnonymousUser(), ["test:broken", "test:name:1", "nonsense"]) == {"test:name:1"}


def test_lost_rights_are_found_and_kept_ones_are_not(members_only: set[int]) -> None:
    ada, ben = member(1), member(2)
    members_only.add(1)
    listening = {(person, topic) for person in (ada, ben, VISITOR) for topic in ("test:closed:7", "test:name:1")}

    assert policies.lost(listening) == {(ben, "test:closed:7"), (VISITOR, "test:closed:7")}


def test_what_visitors_may_hear_is_open_to_all() -> None:
    topics = {"test:name:1", "test:closed:1", "test:broken", "test:many:1", "test:many:2"}

    assert policies.open_to_all(topics) == {"test:name:1", "test:many:2"}


def test_a_pattern_is_taken_once_and_its_groups_are_what_is_asked() -> None:
    registry.add(registry.Kind("test:x", lambda user: False))

    with pytest.raises(ValueError, match="topic test:x is registered twice"):
        registry.add(registry.Kind("test:x", lambda user: True))
    with pytest.raises(TypeError, match=r"topic test:x:.* is called as \(user, pk=pk\): .*'pk'"):
        registry.add(registry.Kind(r"test:x:(?P<pk>\d+)", lambda user: True))
    assert not policies.may_listen(AnonymousUser(), "test:x")


@pytest.mark.django_db
@pytest.mark.parametrize("by_hand", [False, True])
def test_who_joins_a_brand_leaves_what_only_the_independent_hear_at_once(
    by_hand: bool, client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    doubted: list[int] = []
    monkeypatch.setattr("live.wire.doubt", doubted.extend)
    staff, owner = factories.member(is_staff=True), factories.member()
    brand = Brand.objects.create(slug="tea", names={"en": "Tea"}, created_at=clock.now())
    BrandStaff.objects.create(brand=brand, user=owner, role="owner")
    client.force_login(staff)
    person = people.identify(client.session.session_key or "")
    assert policies.allowed(person.user, ["cases:appeals"])

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
        if by_hand:
            BrandStaff.objects.create(brand=brand, user=staff, role="editor")
            brand_admin.note_people(by=staff, brand=brand, before={owner.pk: "owner"}, now=clock.now())
        else:
            asked = brand_people.invite(by=owner, brand=brand, to=staff.handle, role="editor", now=clock.now())
            brand_people.answer(by=staff, public_id=asked.public_id, agrees=True, now=clock.now())

    assert doubted == [staff.pk]
    assert not policies.allowed(person.user, ["cases:appeals"])
