"""The demo's catalogue, lived through the services: what the tour promises is there, in both languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Brand, BrandStaff
from demo import catalogue, content
from gamify.models import Account, HeldTier, Player
from rewards.models import Redemption, Reward, Unlock
from rewards.services import proofs
from tests.community import scenes
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shelf(economy: Any, clock: Any, settings: Any, tmp_path: Any) -> catalogue.Shelf:  # noqa: F811
    """The shelf of the demo's brands, emptied as far as its members do; each has earned enough."""
    settings.MEDIA_ROOT = tmp_path
    brands = {
        slug: Brand.objects.create(slug=slug, created_at=clock.now, **texts) for slug, texts in content.brands().items()
    }
    users = {}
    for key, found in content.members().items():
        users[key] = member(found.name, handle=key, date_joined=clock.now - timedelta(days=60))
        Player.objects.get_or_create(user=users[key])
        Account.objects.create(user=users[key], currency_id="spark", available=300)
        Account.objects.create(user=users[key], currency_id="growth", available=2_000)
        HeldTier.objects.create(user=users[key], tier="one-of-the-family", enter=700, review_at=clock.now)
        if found.brand:
            BrandStaff.objects.create(brand=brands[found.brand], user=users[key], role=BrandStaff.Role.OWNER)
    tea = scenes.group("tea", founder=users["peiling"])
    scenes.join(tea, users["xiaoman"])
    lived = catalogue.Shelf(users=users, groups={"tea": tea}, staff=member("Keeper", is_staff=True), now=clock.now)
    lived.live()
    return lived


def named(name: str) -> Reward:
    return Reward.objects.get(names__en=name)


def states(of: Reward) -> dict[str, str]:
    return dict(Redemption.objects.filter(reward=of).values_list("user__username", "state"))


def test_the_catalogue_of_the_tour_is_there_with_friends_asked_and_clean_books(shelf: catalogue.Shelf) -> None:
    _has_its_rewards()
    _has_friends_of_whom_one_waits_for_the_last()
    assert [found for found in proofs.check(now=shelf.now) if found[1]] == []


def _has_its_rewards() -> None:
    assert Reward.objects.filter(state="open").count() == 11
    assert Reward.objects.get(state="review").name == "An evening at the cobblers' bench"
    assert {name for row in Reward.objects.all() for name in row.names} == {"en", "zh-hans"}
    for row in Reward.objects.all():
        for texts in (row.names, row.taglines, row.stories, row.hows):
            assert set(texts) == {"en", "zh-hans"}, row.name

    assert named("A jar from the crooked shelf").left == 0
    officer = named("Brand-experience officer for one spring")
    assert (officer.left, states(officer)) == (0, {"xiaoman": "reserved"})
    assert states(named("An hour with our pharmacist")) == {"suyi": "used", "anouk": "reserved"}
    assert states(named("Sole no. 8, before anybody else")) == {"marek": "issued", "callum": "rejected"}
    assert named("The gully, forty minutes of sound").left == 9
    assert "linmei" not in Redemption.objects.values_list("user__username", flat=True)


def _has_friends_of_whom_one_waits_for_the_last() -> None:
    states = {row.owner.username: (row.state, row.helped, row.needed) for row in Unlock.objects.select_related("owner")}

    assert states == {
        "haruka": ("open", 3, 5),
        "xiaoman": ("unlocked", 5, 5),
        "marek": ("claimed", 3, 3),
        "jonas": ("waitlisted", 3, 3),
    }
