"""The demo's garden: seeds of its brands, planted and watered by groups with what their members really earned there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Brand, User
from community.models import Group, Membership
from demo import content
from rewards.models import Plant, Seed
from rewards.services.garden import ending, planting, seeds, watering

_OWN = ("key", "brand", "by", "days_ago", "plant")
HOUR = timedelta(hours=1)


def live(*, users: Mapping[str, User], groups: Mapping[str, Group], staff: User, now: datetime) -> None:
    """Offer every seed, and grow its plants as far as they are by now."""
    for wanted in content.seeds():
        seed = _offer(wanted, users[wanted["by"]], staff, now - timedelta(days=wanted["days_ago"]))
        for row in wanted["plant"]:
            plant = _plant(seed, groups[row["group"]], users[row["by"]], now - timedelta(days=row["days_ago"]))
            _water(plant, groups[row["group"]], row["watered"], now)
            if "harvested_days_ago" in row:
                at = now - timedelta(days=row["harvested_days_ago"])
                ending.harvest(by=users[wanted["by"]], plant=plant, note=row["note"], now=at)


def _offer(wanted: dict[str, Any], by: User, staff: User, at: datetime) -> Seed:
    terms = seeds.Terms(**{name: value for name, value in wanted.items() if name not in _OWN})
    seed = seeds.draft(by=by, brand=Brand.objects.get(slug=wanted["brand"]), terms=terms, now=at)
    seeds.submit(by=by, seed=seed, now=at + HOUR)
    return seeds.approve(by=staff, seed=seed, now=at + 2 * HOUR)


def _plant(seed: Seed, group: Group, by: User, at: datetime) -> Plant:
    return planting.plant(actor=by, seed=seed, scope=f"group:{group.pk}", now=at)


def _water(plant: Plant, group: Group, full: int, now: datetime) -> None:
    """Let the members give what they have, one after the other, until the plant is as full as wanted, of 100."""
    members = (
        Membership.objects.filter(group=group, state=Membership.State.ACTIVE).select_related("user").order_by("pk")
    )
    at, step = plant.planted_at + 24 * HOUR, timedelta(hours=31)
    for place in members:
        wanted = plant.goal * full // 100 - Plant.objects.values_list("watered", flat=True).get(pk=plant.pk)
        have = watering.has(place.user, plant)
        if wanted <= 0:
            return
        if have:
            key = f"demo-{plant.public_id}-{place.pk}"
            watering.water(actor=place.user, plant=plant, amount=min(wanted, have), key=key, now=min(at, now - HOUR))
            at += step
