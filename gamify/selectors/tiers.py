"""What tier a member holds, what keeps it, and what the next one takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property

from accounts.models import User
from gamify.engine import tiers
from gamify.engine.tiers import Held
from gamify.models import HeldTier, Tier
from gamify.storage import tiers as storage

NONE = Held()


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
    def following(self) -> Tier | None:
        return self.tiers[self.place + 1] if self.place + 1 < len(self.tiers) else None


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


def held_by(*, user: User) -> Tier | None:
    """Return what the member holds, None without a tier. Queries: 1."""
    return Tier.objects.filter(key__in=HeldTier.objects.filter(user=user).values("tier")).first()
