"""What tier a member holds, what keeps it, and what the next one takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property

from accounts.models import User
from gamify.engine import tiers
from gamify.engine.tiers import Held
from gamify.models import HeldTier, Tier, TierStep
from gamify.storage import tiers as storage

NONE = Held()
STEPS = 10


@dataclass(frozen=True)
class Mine:
    """A member's tier among those there are, the lowest first; `place` is -1 for who holds none.

    `gained` is the growth of the days that count. `lasts_until` is the first day on which it would not keep the tier
    any more, None without one or when it does not by now.
    """

    tiers: tuple[Tier, ...]
    gained: int = 0
    held: Held = NONE
    since: datetime | None = None
    lasts_until: date | None = None

    @cached_property
    def place(self) -> int:
        return next((place for place, tier in enumerate(self.tiers) if tier.key == self.held.tier), -1)

    @property
    def here(self) -> Tier | None:
        return self.tiers[self.place] if self.place >= 0 else None

    @property
    def reached(self) -> tuple[Tier, ...]:
        """What they have: their own tier and all below it."""
        return self.tiers[: self.place + 1]

    @property
    def following(self) -> Tier | None:
        return self.tiers[self.place + 1] if self.place + 1 < len(self.tiers) else None


@dataclass(frozen=True)
class Ladder:
    """The names of the tiers in force by key, the lowest first; and which somebody has: their own and all below it."""

    names: Mapping[str, str] = field(default_factory=dict)
    held: frozenset[str] = frozenset()


def names() -> dict[str, str]:
    """Return what the tiers are called, the lowest first. Queries: 1."""
    return {tier.key: tier.name for tier in storage.in_force()}


def ladder(*, user: User, now: datetime) -> Ladder:
    """Return the tiers there are, and what a member has of them, whether a review has seen it or not. Queries: 3."""
    found = mine(user=user, now=now)
    step = due(found, user=user, now=now)
    held = replace(found, held=step.held) if step else found
    return Ladder({tier.key: tier.name for tier in found.tiers}, frozenset(tier.key for tier in held.reached))


def due(found: Mine, *, user: User, now: datetime) -> tiers.Step | None:
    """Return the step that a member who looks is to take, but for a warning. Queries: 0."""
    bars, may_fall = storage.bars(found.tiers), not rests(user)
    return tiers.review(found.held, bars, found.gained, now, may_warn=False, may_fall=may_fall)


def rests(user: User) -> bool:
    """Say whether a member hides the game or closed their account: then they neither fall nor are told."""
    return user.game_hidden or not user.is_active


def mine(*, user: User, now: datetime) -> Mine:
    """Return the member's tier as it stands. Queries: 3, 1 where there are no tiers."""
    every = storage.in_force()
    if not every:
        return Mine(())
    row = HeldTier.objects.filter(pk=user.pk).first()
    days = storage.gained_on(user.pk, now)
    found = Mine(every, sum(days.values()), row.held if row else NONE, row.since if row else None)
    if not found.here or found.gained < found.here.keep:
        return found
    return replace(found, lasts_until=tiers.lasts_until(days, found.here.keep, now.astimezone(UTC).date()))


def steps(*, user: User, most: int = STEPS) -> tuple[TierStep, ...]:
    """Return what reviews changed for somebody, the latest first. Queries: 1."""
    return tuple(TierStep.objects.filter(user=user).order_by("-pk")[:most])


def held_by(*, user: User) -> Tier | None:
    """Return what the member holds, None without a tier. Queries: 1."""
    return Tier.objects.filter(key__in=HeldTier.objects.filter(user=user).values("tier")).first()
