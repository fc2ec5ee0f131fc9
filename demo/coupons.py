"""The demo's coupons: some go together, some are given to one member; the group buys use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import Brand, User
from demo import content
from demo.timeline import Step
from rewards.models import CouponCode
from rewards.services.coupons import codes, drafting
from rewards.services.coupons.terms import Terms

_OWN = ("key", "brand", "by", "hours_ago", "ends_in_hours", "single", "given")


def steps(*, users: Mapping[str, User], now: datetime) -> Iterator[Step]:
    """Yield when each coupon is put into use, and given to whom it is meant for."""
    for wanted in content.coupons():
        at = now - timedelta(hours=wanted["hours_ago"])
        yield at, partial(_open, wanted, users, at, now)


def codes_for(member: User, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of coupons as `member` has them: those of their own, and those that all share."""
    wanted = [each for each in content.coupons() if each["key"] in keys]
    own = CouponCode.objects.filter(owner=member, coupon__names__en__in=[each["names"]["en"] for each in wanted])
    return (*(each["code"] for each in wanted if "code" in each), *own.values_list("code", flat=True))


def _open(wanted: dict[str, Any], users: Mapping[str, User], at: datetime, now: datetime) -> None:
    by = users[wanted["by"]]
    terms = {name: value for name, value in wanted.items() if name not in _OWN}
    ends = now + timedelta(hours=wanted["ends_in_hours"])
    asked = Terms(**terms, is_single="single" in wanted, closes_at=ends)
    coupon = drafting.draft(by=by, brand=Brand.objects.get(slug=wanted["brand"]), terms=asked, now=at)
    if "single" in wanted:
        codes.make(by=by, coupon=coupon, number=wanted["single"], now=at)
    coupon = drafting.open(by=by, coupon=coupon, now=at)
    for who in wanted.get("given", ()):
        codes.give(by=by, coupon=coupon, handle=users[who].username, now=at)
