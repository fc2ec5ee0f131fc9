"""How far up a member is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from gamify.engine.facts import GROWTH
from gamify.models import Account, Level


@dataclass(frozen=True)
class Current:
    """A member's level and the next one; `next_number` is None at the top. Growth is in whole points."""

    number: int
    name: str
    growth: int
    starts_at: int
    next_number: int | None = None
    next_name: str = ""
    next_at: int = 0

    @property
    def percent(self) -> int:
        """How much of the growth that the next level asks for is there: as the words beside it say."""
        if self.next_number is None:
            return 100
        return max(0, self.growth) * 100 // self.next_at


def current(*, user: User) -> Current:
    """Return the member's level. Queries: 2."""
    found = Account.objects.filter(user=user, currency=GROWTH).values_list("available", flat=True)
    growth = next(iter(found), 0)
    steps = list(Level.objects.order_by("threshold"))
    passed = [step for step in steps if step.threshold <= growth] or steps[:1]
    if not passed:
        return Current(1, "", growth, 0)
    here = passed[-1]
    following = next((step for step in steps if step.threshold > max(growth, here.threshold)), None)
    reached = (here.number, here.name, growth, here.threshold)
    if following is None:
        return Current(*reached)
    return Current(*reached, following.number, following.name, following.threshold)


def is_below(*, user: User, number: int) -> bool:
    """Say whether the member has yet to reach a level; never at a level that there is not. Queries: 1."""
    return Level.objects.filter(number=number).exclude(threshold__lte=_growth_of(user)).exists()


def _growth_of(user: User) -> Coalesce:
    held = Account.objects.filter(user=user, currency=GROWTH).values("available")
    return Coalesce(Subquery(held), 0)
