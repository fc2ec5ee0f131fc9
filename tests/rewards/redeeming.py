"""Rewards for tests, made through the services: `reward(price=5, stock=2)`; and members who have earned some spark."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from accounts.models import User
from gamify.models import Account
from gamify.services import process, record
from lib import clock
from rewards.models import Redemption, Reward
from rewards.services.buying.addresses import Address
from rewards.services.catalogue import codes, drafting, redeeming
from rewards.services.catalogue.terms import Terms
from tests import economy
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import factories

_numbers = count(1)
BERGEN = Address(recipient="Ana Berg", line1="Nygata 1", postcode="5003", city="Bergen", country="NO")


def rich(name: str = "Mei", days: int = 3, **changes: Any) -> User:
    """Return a member who has spark: that of `days` days with a story each."""
    made = member(name, **changes)
    earn(made, days)
    return made


@kept
def first_rich(clock: Any) -> User:
    """Return Mei, who has spark, of a site with the default economy; she is its first member."""
    economy.publish(now=clock.now)
    return rich("Mei")


def earn(user: User, days: int = 1) -> None:
    for day in range(days):
        now = clock.now() - timedelta(days=day)
        number = next(_numbers)
        done = record.activity(
            actor=user, verb="create", object=record.Ref("post", str(number)), key=f"earned:{number}",
            data={"type": "note", "words": 30, "images": 1}, now=now,
        )  # fmt: skip
        process.batch(ids=(done.pk,), now=now)


def spark(user: User) -> tuple[int, int]:
    """Return what is available and what is held."""
    found = Account.objects.filter(user=user, currency_id="spark").values_list("available", "held").first()
    return found or (0, 0)


def terms(**changes: Any) -> Terms:
    """Return terms that can be offered."""
    values: dict[str, Any] = {
        "names": {"en": "An hour with Ewan", "zh-hans": "和 Ewan 聊一小时"},
        "stories": {"en": "He mends tents, and listens."},
        "hows": {"en": "He writes to you to find a time."},
        "kind": Reward.Kind.BENEFIT,
        "price": 5,
        "stock": 3,
    }
    return Terms(**{**values, **changes})


def draft(of: Any = None, *, code: tuple[str, ...] = (), **changes: Any) -> Reward:
    """Return a reward that is being written; with `code`s it is one of codes."""
    of = of or factories.brand()
    if code:
        changes = {"kind": Reward.Kind.CODE, **changes}
    made = drafting.draft(by=of.owner, brand=of, terms=terms(**changes), now=clock.now())
    if code:
        codes.add(by=of.owner, reward=made, text="\n".join(code), now=clock.now())
    return made


def in_review(of: Any = None, **changes: Any) -> Reward:
    of = of or factories.brand()
    return drafting.submit(by=of.owner, reward=draft(of, **changes), now=clock.now())


def reward(of: Any = None, **changes: Any) -> Any:
    """Return a reward of the catalogue; its `owner` hangs on it for the test."""
    of = of or factories.brand()
    made: Any = drafting.approve(by=factories.staff(), reward=in_review(of, **changes), now=clock.now())
    made.owner = of.owner
    return made


def redeemed(user: User, of: Reward, *, key: str = "", **more: Any) -> Redemption:
    """Return a redemption of `of`."""
    key = key or f"key-{next(_numbers)}"
    return redeeming.redeem(actor=user, reward=of, key=key, now=clock.now(), **more)
