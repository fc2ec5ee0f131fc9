"""A member's badges: what they hold, and how far the others are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from accounts.models import User
from gamify.engine.sources import BADGE
from gamify.models import Award, Badge, Player, Progress
from gamify.selectors.measures import Measured


@dataclass(frozen=True)
class Card(Measured):
    """A badge as the page shows it; `rarity_percent` of all players hold it, at least 1 when anybody does."""

    key: str
    name: str
    description: str
    icon: str
    mood: str
    value: int
    goal: int
    earned_at: datetime | None
    rarity_percent: int

    @property
    def is_earned(self) -> bool:
        return self.earned_at is not None


@dataclass(frozen=True)
class Shelf:
    """Earned badges, newest first, and the locked ones, nearest first."""

    earned: tuple[Card, ...]
    locked: tuple[Card, ...]

    @property
    def all(self) -> tuple[Card, ...]:
        return *self.earned, *self.locked


def shelf(*, user: User) -> Shelf:
    """Return the member's shelf. Queries: 5."""
    cards = _cards(user)
    earned = sorted((card for card in cards if card.earned_at), key=lambda card: card.earned_at or 0, reverse=True)
    locked = sorted((card for card in cards if not card.earned_at), key=lambda card: -card.percent)
    return Shelf(tuple(earned), tuple(locked))


def earned(*, user: User, most: int = 6) -> tuple[Card, ...]:
    """Return the newest badges a member holds, for their profile. Queries: 1."""
    rows = (
        Award.objects.filter(user=user, revoked_at=None).select_related("badge").order_by("-awarded_at", "-id")[:most]
    )
    return tuple(_card(row.badge, row.badge.goal, row.awarded_at, 0) for row in rows)


def _cards(user: User) -> list[Card]:
    in_force = Badge.objects.filter(retired_at=None).order_by("position", "key")
    awards = {row.badge_key: row for row in Award.objects.filter(user=user, revoked_at=None).select_related("badge")}
    subjects = Progress.objects.filter(user=user, subject__startswith=BADGE, period="")
    values = dict(subjects.values_list("subject", "value"))
    rarity = _rarity()
    known = {badge.key: badge for badge in in_force} | {key: row.badge for key, row in awards.items()}
    return [
        _card(
            badge,
            values.get(BADGE + key, 0),
            awards[key].awarded_at if key in awards else None,
            rarity.get(key, 0),
        )
        for key, badge in known.items()
    ]


def _rarity() -> Mapping[str, int]:
    players = Player.objects.count()
    held = Award.objects.filter(revoked_at=None).values_list("badge_key").annotate(holders=Count("id"))
    return {key: max(1, holders * 100 // max(players, 1)) for key, holders in held.order_by("badge_key")}


def _card(badge: Badge, value: int, earned_at: datetime | None, rarity: int) -> Card:
    return Card(
        key=badge.key,
        name=badge.name,
        description=badge.description,
        icon=badge.icon,
        mood=badge.mood,
        value=value,
        goal=badge.goal,
        earned_at=earned_at,
        rarity_percent=rarity,
    )
