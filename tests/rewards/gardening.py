"""Seeds and plants for tests, made through the services, and the sunshine of those who water them."""

from __future__ import annotations

from itertools import count
from typing import Any

from accounts.models import User
from gamify.models import Account, Activity, Currency, LedgerEntry
from gamify.services import record
from lib import clock
from rewards.models import Plant, Seed
from rewards.services.garden import planting, seeds, watering
from tests.rewards import factories

_numbers = count(1)
POST = 10  # growth of a post of some words, by the default economy


def terms(**changes: Any) -> seeds.Terms:
    """Return terms that can be offered."""
    values: dict[str, Any] = {
        "names": {"en": "Tea bush", "zh-hans": "茶树"},
        "stories": {"en": "From the slopes of Longjing."},
        "harvests": {"en": "A tree on the south slope, with your name on it."},
        "goal": 40,
        "most_each": 20,
        "days": 14,
        "stock": 5,
    }
    return seeds.Terms(**{**values, **changes})


def draft(of: Any, **changes: Any) -> Seed:
    """Return a seed that is still written."""
    return seeds.draft(by=of.owner, brand=of, terms=terms(**changes), now=clock.now())


def seed(of: Any = None, **changes: Any) -> Seed:
    """Return a seed that can be planted."""
    of = of or factories.brand()
    made = draft(of, **changes)
    seeds.submit(by=of.owner, seed=made, now=clock.now())
    return seeds.approve(by=factories.staff(), seed=made, now=clock.now())


def plant(by: User, scope: str, of: Seed | None = None, **changes: Any) -> Plant:
    """Return a plant that grows in a place of `by`."""
    return planting.plant(actor=by, seed=of or seed(**changes), scope=scope, now=clock.now())


def shine(user: User, scope: str, times: int = 1) -> None:
    """Let somebody earn POST growth and a bit in the place, `times` times; a day has room for five."""
    kind, _, pk = scope.partition(":")
    for _ in range(times):
        number = next(_numbers)
        record.activity(
            actor=user,
            verb="create",
            object=record.Ref("post", str(number)),
            target=record.Ref(kind, pk),
            key=f"post:{number}",
            data={"type": "note", "words": 5, "images": 0},
            now=clock.now(),
        )


def sunshine(user: User, scope: str, amount: int) -> None:
    """Write that somebody earned growth in the place, without the engine."""
    now = clock.now()
    Currency.objects.get_or_create(key="growth")
    account, _is_new = Account.objects.get_or_create(user=user, currency_id="growth")
    activity = Activity.objects.create(
        source="t", key=f"sun:{next(_numbers)}", actor=user, verb="create", object_type="post", object_id="1",
        occurred_at=now, local_date=now.date(), recorded_at=now,
    )  # fmt: skip
    LedgerEntry.objects.create(
        account=account, kind="earn", amount=amount, activity=activity, source="rule/t@1", scope=scope, earned_at=now,
        at=now,
    )  # fmt: skip


def water(user: User, into: Plant, amount: int = 0, *, key: str = "") -> Any:
    return watering.water(actor=user, plant=into, amount=amount, key=key or f"w{next(_numbers)}", now=clock.now())


def fresh(of: Any) -> Any:
    return type(of)._default_manager.get(pk=of.pk)
