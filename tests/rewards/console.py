"""What tests of the brand's console share: its addresses, what the builder sends, orders that wait to be sent."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from rewards.models import Campaign, Seat
from rewards.services import drafts
from tests.factories import member
from tests.rewards import scenes


def at(name: str, campaign: Campaign, *more: object) -> str:
    return reverse(f"rewards:{name}", args=[campaign.brand.slug, campaign.public_id, *more])


def sent(campaign: Campaign, **changes: Any) -> dict[str, Any]:
    """Return what the builder of `f.draft` sends."""
    steps = changes.pop("steps", [("1", "100"), ("3", "80"), ("5", "60")])
    rows = {
        f"tiers-{n}-{key}": value
        for n, step in enumerate(steps)
        for key, value in zip(("people", "price"), step, strict=True)
    }
    return {
        "name": "Tea tin", "name_zh_hans": "茶罐", "tagline": "", "tagline_zh_hans": "", "story": "By hand.",
        "story_zh_hans": "", "policy": "", "policy_zh_hans": "", "currency": "CNY", "single_minor": "",
        "sizes": "3, 5", "stock": "100", "per_member": "1", "team_hours": "48", "has_waitlist": "on", "opens_at": "",
        "needs_address": "on",
        "closes_at": "2026-03-20T12:00", "payment_mode": "hold", "completion": "strict", "ratio_percent": "100",
        "tiers-TOTAL_FORMS": len(steps), "tiers-INITIAL_FORMS": 0, "seen": drafts.version_of(campaign),
        **rows, **changes,
    }  # fmt: skip


def paid_order(campaign: Campaign, name: str = "Mei", **changes: Any) -> Seat:
    """Return an order that waits to be sent; its mates have said where to, too."""
    people = [member(name), *scenes.people(2)]
    ended = {"state": "succeeded", "has_succeeded": True, "price_minor": 8_000}
    team = scenes.team(campaign, *people, size=3, **ended)
    for each in team.seats.all():
        scenes.address(each)
    seat = Seat.objects.get(team=team, user=people[0])
    Seat.objects.filter(pk=seat.pk).update(**changes)
    seat.refresh_from_db()
    return seat
