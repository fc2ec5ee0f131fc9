"""What is wrong with coupons when it returns a row: one statement for each invariant, with columns row, stored,
expected. Each ends in ORDER BY, so that a LIMIT can follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from rewards import discounts
from rewards.models import CouponUse, Seat
from rewards.services.coupons import checks

_COUNTS = """
SELECT 'coupon ' || c.public_id, c.held || ' held, ' || c.used || ' used of ' || c.max_uses,
  coalesce(u.held, 0) || ' held, ' || coalesce(u.used, 0) || ' used'
FROM rewards_coupon c LEFT JOIN (SELECT coupon_id, sum(CASE WHEN state = 'held' THEN 1 ELSE 0 END) AS held,
    sum(CASE WHEN state = 'redeemed' THEN 1 ELSE 0 END) AS used FROM rewards_couponuse GROUP BY coupon_id) u
  ON u.coupon_id = c.id
WHERE c.held <> coalesce(u.held, 0) OR c.used <> coalesce(u.used, 0) OR c.used + c.held > c.max_uses ORDER BY c.id
"""
_MEMBERS = """
SELECT 'coupon ' || c.public_id || ' of user ' || u.user_id, count(*), c.per_member FROM rewards_couponuse u
JOIN rewards_coupon c ON c.id = u.coupon_id WHERE u.state IN ('held', 'redeemed')
GROUP BY c.id, u.user_id HAVING count(*) > c.per_member ORDER BY c.id, u.user_id
"""
_SINGLE = """
SELECT 'code ' || u.code_id, count(*), '1 use' FROM rewards_couponuse u JOIN rewards_coupon c ON c.id = u.coupon_id
WHERE c.is_single AND u.state IN ('held', 'redeemed') GROUP BY u.code_id HAVING count(*) > 1 ORDER BY u.code_id
"""
_WAS_SENT = (
    "EXISTS (SELECT 1 FROM rewards_event e WHERE e.kind = 'seat' AND e.row_id = s.id AND e.before = 'fulfilled')"
)
_WHERE = f"""
WITH due AS (SELECT u.id, CASE WHEN s.state IN ('held', 'authorised', 'capturing', 'fix_needed') THEN 'held'
    WHEN s.state IN ('captured', 'fulfilled') OR (s.state IN ('refunding', 'refunded') AND {_WAS_SENT}) THEN 'redeemed'
    ELSE 'back' END AS place
  FROM rewards_couponuse u JOIN rewards_seat s ON s.id = u.seat_id)
SELECT 'use ' || u.id, u.state, d.place FROM rewards_couponuse u JOIN due d ON d.id = u.id
WHERE CASE WHEN u.state IN ('released', 'restored') THEN 'back' ELSE u.state END <> d.place ORDER BY u.id
"""
_FITS = """
SELECT 'use ' || u.id, c.currency || ' of brand ' || c.brand_id, m.currency || ' of brand ' || m.brand_id
FROM rewards_couponuse u JOIN rewards_coupon c ON c.id = u.coupon_id JOIN rewards_seat s ON s.id = u.seat_id
JOIN rewards_campaign m ON m.id = s.campaign_id JOIN rewards_couponcode k ON k.id = u.code_id
WHERE c.currency <> m.currency OR c.brand_id <> m.brand_id OR u.user_id <> s.user_id OR k.coupon_id <> c.id
  OR c.campaign_id <> m.id OR k.owner_id <> u.user_id ORDER BY u.id
"""
STATEMENTS = (
    ("coupons count every use once and are never used more often than they may", _COUNTS),
    ("nobody uses a coupon more often than one may", _MEMBERS),
    ("each single code is on one seat", _SINGLE),
    ("coupons are where their seats are", _WHERE),
    ("coupons are for what they are on", _FITS),
)


def find_wrong_discounts(now: datetime) -> Iterator[tuple[str, object, object]]:
    """Yield seats whose discount is not what their coupons' terms take off their price, or that have other coupons."""
    del now
    uses_of = CouponUse.objects.filter(seat=OuterRef("pk"))
    rows = Seat.objects.filter(~Q(discounts=[]) | Exists(uses_of)).select_related("team", "campaign").order_by("pk")
    for seat in rows.prefetch_related("uses__coupon").iterator(chunk_size=500):
        uses = sorted(seat.uses.all(), key=lambda use: (use.coupon.is_percent, use.coupon_id))
        own = [checks.terms_of(use.coupon) for use in uses]
        if seat.discounts != own:
            yield f"seat {seat.public_id}", seat.discounts, own
        if seat.team.price_minor is not None:
            yield from _of_price(seat, uses)


def _of_price(seat: Seat, uses: list[CouponUse]) -> Iterator[tuple[str, object, object]]:
    off = discounts.shares(seat.discounts, seat.team.price_minor or 0, seat.campaign.currency)
    if seat.discount_minor != sum(off):
        yield f"seat {seat.public_id}", seat.discount_minor, sum(off)
    for use, minor in zip(uses, off, strict=False):
        if use.state == CouponUse.State.REDEEMED and use.discount_minor != minor:
            yield f"use {use.pk}", use.discount_minor, minor
