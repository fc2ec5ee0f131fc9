"""Coupons for tests, made through the services: `coupon(of, code="SPRING", value=1_000)`."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from accounts.models import BrandStaff, User
from lib import clock
from rewards.models import Campaign, Coupon, CouponCode, CouponUse, Seat
from rewards.services import proofs
from rewards.services.coupons import codes, drafting
from rewards.services.coupons.terms import Terms

_numbers = count(1)


def coupon(of: Campaign, *, is_open: bool = True, single: int = 0, **changes: Any) -> Coupon:
    """Return a coupon of the brand of a campaign; with `single` codes, or with one that all share."""
    number, by = next(_numbers), owner(of)
    values: dict[str, Any] = {
        "names": {"en": f"Coupon {number}", "zh-hans": f"优惠券{number}"},
        "value": 1_000,
        "currency": of.currency,
        "code": "" if single else f"CODE{number}",
        "max_uses": 100,
        "closes_at": clock.now() + timedelta(days=30),
        "is_single": bool(single),
    } | changes
    made = drafting.draft(by=by, brand=of.brand, terms=Terms(**values), now=clock.now())
    if single:
        codes.make(by=by, coupon=made, number=single, now=clock.now())
    return drafting.open(by=by, coupon=made, now=clock.now()) if is_open else made


def code_of(coupon: Coupon, place: int = 0) -> str:
    return CouponCode.objects.filter(coupon=coupon).order_by("pk")[place].code


def figures(coupon: Coupon) -> tuple[int, int]:
    """Return how often it is held and used."""
    found = Coupon.objects.get(pk=coupon.pk)
    return found.held, found.used


def states(seat: Seat) -> list[str]:
    """Return the states of the coupons on a seat."""
    return list(CouponUse.objects.filter(seat=seat).order_by("pk").values_list("state", flat=True))


def wrong() -> dict[str, Any]:
    """Return what the proofs find; that a test's bank is silent is no wonder."""
    found = {name: rows for name, rows in proofs.check(now=clock.now()) if rows}
    return {name: rows for name, rows in found.items() if "gateway call" not in name}


def owner(of: Campaign) -> User:
    return BrandStaff.objects.get(brand=of.brand, role=BrandStaff.Role.OWNER).user
