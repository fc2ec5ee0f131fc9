"""What a seat would cost with these coupons, said before anything is held. Whoever takes the seat is asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from lib import limits, texts
from lib.money import Money
from rewards import discounts, prices
from rewards.models import BuyTeam, Campaign
from rewards.services.coupons import checks, codes, coupon_batch, refusals

# Wrong codes, and whatever else is refused: nobody tries codes until one fits.
GUESSES = limits.Limit("coupon", most=20, seconds=600)


@dataclass(frozen=True)
class Line:
    """What one coupon takes off."""

    name: str
    off: Money


@dataclass(frozen=True)
class Quote:
    """The most that a seat can cost: the price, what each coupon takes off it, and what is left."""

    price: Money
    lines: tuple[Line, ...]
    due: Money


def quote(
    *, user: User, campaign: Campaign, coupons: Sequence[str], team: BuyTeam | None = None, size: int = 0, now: datetime
) -> Quote:
    """Return what a seat costs at most in `team`, or in a new team of `size`. Queries: 3; 1 without coupons.

    Raises: CouponRefused; RateLimited: too many codes that did not go.
    """
    price = _price(campaign, team, size)
    found = checks.from_list(coupons)
    known = codes.found_by(found) if found else {}
    slots, taken = coupon_batch.live_uses(known, {user.pk}) if known else ({}, set())
    with counted(user=user, now=now):
        rows = checks.stack(
            found,
            known,
            checks.Asked(campaign, user.pk, price, now),
            uses_of=lambda coupon: len(slots.get((coupon.pk, user.pk), ())),
            is_taken=lambda row: row.pk in taken,
        )
    return of([checks.terms_of(row.coupon) for row in rows], price, campaign.currency)


def of(terms: Sequence[discounts.Terms], price_minor: int, currency: str) -> Quote:
    """Return the sum that coupons with these terms leave of a price. Queries: 0."""
    off = discounts.shares(terms, price_minor, currency)
    lines = tuple(
        Line(texts.pick(each["names"]), Money(minor, currency)) for each, minor in zip(terms, off, strict=True)
    )
    return Quote(Money(price_minor, currency), lines, Money(price_minor - sum(off), currency))


class counted:  # noqa: N801  # reads as the function it is
    """Count a code that is refused within the block; whoever tried too many is refused before any is looked at."""

    def __init__(self, *, user: User, now: datetime, is_on: bool = True) -> None:
        self.user, self.now, self.is_on = user, now, is_on

    def __enter__(self) -> None:
        if self.is_on:
            limits.check(GUESSES, who=self.user.public_id, now=self.now)

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, refusals.CouponRefused):
            limits.spend(GUESSES, who=self.user.public_id, now=self.now)


def _price(campaign: Campaign, team: BuyTeam | None, size: int) -> int:
    tiers = tuple(campaign.tiers.all())
    if team:
        return prices.limit(team, tiers)
    return prices.each(campaign, tiers, size=size, people=prices.needed(campaign, size))
