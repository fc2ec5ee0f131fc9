"""Do these coupons go on this seat? Pure: whoever asks has loaded what must be known, with locks or without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lib.errors import Text
from rewards import discounts
from rewards.models import Campaign, Coupon, CouponCode
from rewards.services.coupons import refusals

CODE_LENGTH = 40
LONGEST_INPUT = 400
_APART = re.compile(r"[\s,，、;；]+")
State = Coupon.State


@dataclass(frozen=True)
class Asked:
    """What coupons are to be put on: a price in a campaign, by somebody, at a moment."""

    campaign: Campaign
    user_pk: int
    price_minor: int
    now: datetime


def read(text: str) -> tuple[str, ...]:
    """Return the codes that somebody typed, as they are compared. Raises: CouponTooMany."""
    return from_list(_APART.split(text[:LONGEST_INPUT]))


def from_list(typed: Sequence[str]) -> tuple[str, ...]:
    """Return codes as they are compared, each once. Raises: CouponTooMany."""
    codes = tuple(dict.fromkeys(code for each in typed if (code := plain(each))))
    if len(codes) > discounts.MOST_TOGETHER:
        raise refusals.CouponTooMany(coupon="", most=discounts.MOST_TOGETHER)
    return codes


def plain(typed: str) -> str:
    """Return a code as it is compared: small and capital letters, spaces and hyphens make no difference."""
    wide = unicodedata.normalize("NFKC", typed[:LONGEST_INPUT]).upper()
    return "".join(sign for sign in wide if sign.isalnum())[: CODE_LENGTH + 1]


def stack(
    codes: Sequence[str],
    known: dict[str, CouponCode],
    asked: Asked,
    *,
    uses_of: Callable[[Coupon], int],
    is_taken: Callable[[CouponCode], bool],
) -> list[CouponCode]:
    """Return the coupons of `codes` with their codes, in the order in which they are taken off.

    Args: `uses_of` says how often the member uses a coupon already, `is_taken` whether a single code is in use.
    Raises: a CouponRefused for the first that does not go.
    """
    found = []
    for code in codes:
        row = known.get(code)
        if row is None or not _may_know(row, asked):
            raise refusals.CouponUnknown(coupon=code)
        check(row, asked, uses=uses_of(row.coupon), is_taken=is_taken(row))
        found.append(row)
    _check_together(found)
    found.sort(key=lambda row: (row.coupon.is_percent, row.coupon_id))
    off = discounts.shares([terms_of(row.coupon) for row in found], asked.price_minor, asked.campaign.currency)
    for row, minor in zip(found, off, strict=True):
        if minor == 0:
            raise refusals.CouponIdle(coupon=row.code)
    return found


def check(row: CouponCode, asked: Asked, *, uses: int, is_taken: bool) -> None:
    """Refuse a coupon that does not go here, alone or with others. Raises: a CouponRefused."""
    coupon, here = row.coupon, asked.campaign
    if coupon.is_over or (coupon.closes_at and coupon.closes_at <= asked.now):
        raise refusals.CouponOver(coupon=row.code)
    if coupon.state != State.OPEN or (coupon.opens_at and coupon.opens_at > asked.now):
        raise refusals.CouponWaits(coupon=row.code)
    if coupon.currency != here.currency or coupon.campaign_id not in (None, here.pk):
        raise refusals.CouponElsewhere(coupon=row.code)
    if asked.price_minor < coupon.least_minor:
        said: Text = _("This coupon is for prices from %(least)s on.") % {"least": coupon.least}
        raise refusals.CouponTooSmall(said, coupon=row.code, least_minor=coupon.least_minor)
    if uses >= coupon.per_member:
        raise refusals.CouponOnce(coupon=row.code, most=coupon.per_member)
    if coupon.left <= 0 or is_taken:
        raise refusals.CouponUsedUp(coupon=row.code)


def terms_of(coupon: Coupon) -> discounts.Terms:
    """Return the terms of a coupon as they are frozen on a seat."""
    return {
        "coupon": coupon.public_id,
        "names": coupon.names,
        "kind": str(coupon.kind),
        "value": coupon.value,
        "most": coupon.most_minor,
    }


def _may_know(row: CouponCode, asked: Asked) -> bool:
    is_theirs = row.owner_id in (None, asked.user_pk)
    return is_theirs and row.coupon.brand_id == asked.campaign.brand_id and row.coupon.state != State.DRAFT


def _check_together(found: Sequence[CouponCode]) -> None:
    lonely = next((row for row in found if not row.coupon.stacks), None)
    if lonely and len(found) > 1:
        raise refusals.CouponAlone(coupon=lonely.code)
    if len({row.coupon_id for row in found}) < len(found):
        raise refusals.CouponAlone(coupon=found[-1].code)
