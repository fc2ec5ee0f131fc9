"""Campaigns for tests, made through the services: `buy = campaign(stock=10, ladder=[(1, 900), (3, 500)])`."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from accounts.models import Brand, BrandStaff, User
from lib import clock
from rewards.models import Campaign
from rewards.services.buying import campaigns
from rewards.services.buying.terms import Terms, Tier
from tests import kept_scenes
from tests.factories import member

_numbers = count(1)
LADDER = ((1, 10_000), (3, 8_000), (5, 6_000))


def brand(owner: User | None = None, *, editor: User | None = None) -> Any:
    """Return a brand; its `owner` hangs on it for the test."""
    number = next(_numbers)
    made: Any = Brand.objects.create(slug=f"brand-{number}", names={"en": f"Brand {number}"}, created_at=clock.now())
    made.owner = owner or member("Owner")
    BrandStaff.objects.create(brand=made, user=made.owner, role=BrandStaff.Role.OWNER)
    if editor is not None:
        BrandStaff.objects.create(brand=made, user=editor, role=BrandStaff.Role.EDITOR)
    return made


def staff(name: str = "Staff") -> User:
    """Return somebody of the site's staff, who works for no brand."""
    return member(name, is_staff=True)


def terms(**changes: Any) -> Terms:
    """Return terms that can be published; `ladder` is a list of (people, minor units)."""
    biggest = max(changes.get("sizes", (5,)), default=5)
    ladder = changes.pop("ladder", [step for step in LADDER if step[0] <= biggest])
    now = clock.now()
    values: dict[str, Any] = {
        "names": {"en": "Tea tin", "zh-hans": "茶罐"},
        "taglines": {"en": "Keeps a whole spring."},
        "stories": {"en": "Made by hand in Ningbo."},
        "tiers": tuple(Tier(people, price) for people, price in ladder),
        "sizes": (3, 5),
        "stock": 100,
        "closes_at": now + timedelta(days=14),
    }
    return Terms(**{**values, **changes})


def draft(of: Any = None, **changes: Any) -> Campaign:
    """Return a campaign that is still being written."""
    of = of or brand()
    return campaigns.draft(by=of.owner, brand=of, terms=terms(**changes), now=clock.now())


def in_review(of: Any = None, **changes: Any) -> Campaign:
    """Return a campaign that waits for review."""
    of = of or brand()
    return campaigns.submit(by=of.owner, campaign=draft(of, **changes), now=clock.now())


def campaign(of: Any = None, *, by: User | None = None, **changes: Any) -> Campaign:
    """Return an open campaign (scheduled, when `opens_at` is ahead): drafted, submitted and approved by staff."""
    if of or by:
        return _approved(of, by, changes)
    return kept_scenes.lay(campaign, lambda: _approved(None, None, changes), None, changes)


def _approved(of: Any, by: User | None, changes: dict[str, Any]) -> Campaign:
    waiting = in_review(of, **changes)
    return campaigns.approve(by=by or staff(), campaign=waiting, now=clock.now())
