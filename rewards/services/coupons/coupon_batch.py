"""Putting coupons on seats that are being claimed: loaded and locked once for a batch of requests, counted as they go.

A stack is put on as a whole. The seats' campaign and teams are locked before (`claims`); then the coupons, in the order
of their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from lib import bulk, driver, sql
from lib.machines import steps
from rewards import discounts
from rewards.machines import LIVE_USE
from rewards.models import Campaign, Coupon, CouponCode, CouponUse, Seat
from rewards.services.coupons import checks

HELD = CouponUse.State.HELD


@dataclass
class CouponBatch:
    """The coupons that a batch of requests may use. `uses` are those that were put on and are not yet written."""

    codes: dict[str, CouponCode]
    slots: dict[tuple[int, int], set[int]]
    taken: set[int]
    ids: Iterator[int]
    uses: list[CouponUse] = field(default_factory=list)
    more: Counter[int] = field(default_factory=Counter)

    def put_on(self, seat: Seat, codes: Sequence[str], *, price_minor: int, now: datetime) -> None:
        """Put the coupons of `codes` on a seat that is not yet written, and lower its limit. Raises: CouponRefused."""
        asked = checks.Asked(seat.campaign, seat.user_id, price_minor, now)
        rows = checks.stack(
            codes,
            self.codes,
            asked,
            uses_of=lambda coupon: len(self.slots.get((coupon.pk, seat.user_id), ())),
            is_taken=lambda row: row.pk in self.taken,
        )
        seat.discounts = [checks.terms_of(row.coupon) for row in rows]
        seat.discount_minor = discounts.total(seat.discounts, price_minor, seat.campaign.currency)
        seat.limit_minor = price_minor - seat.discount_minor
        for row in rows:
            self._count(row, seat, now)

    def _count(self, row: CouponCode, seat: Seat, now: datetime) -> None:
        coupon = row.coupon
        slots = self.slots.setdefault((coupon.pk, seat.user_id), set())
        slot = next(number for number in range(1, len(slots) + 2) if number not in slots)
        slots.add(slot)
        if coupon.is_single:
            self.taken.add(row.pk)
        coupon.held += 1
        self.more[coupon.pk] += 1
        self.uses.append(
            CouponUse(
                pk=next(self.ids),
                state=HELD,
                seq=1,
                coupon=coupon,
                code=row,
                seat=seat,
                user=seat.user,
                slot=slot,
                is_single=coupon.is_single,
                taken_at=now,
            )
        )

    def write(self, now: datetime) -> list[tuple[driver.Cursor, int]]:
        """Write the uses of seats that have their ids by now; return the counting as `claims` does. Queries: 3."""
        for use in self.uses:
            use.seat = use.seat  # again, for it has an id now
        bulk.insert(self.uses)
        births = [(use, use.user, {"coupon": use.coupon.public_id, "seat": use.seat.public_id}) for use in self.uses]
        steps.born_many(births, cause="asked", now=now)
        rows = sorted(self.more.items())
        source, values = sql.keys((("coupon", "bigint"), ("more", "int")), rows)
        return [(sql.send(f"{_HOLD} FROM {source} {_IF_LEFT}", values), len(rows))]


def load(campaign: Campaign, codes: set[str], users: set[int], most: int) -> CouponBatch:
    """Lock the coupons of `codes` and load what is on them; `most` is how many uses there may be. Queries: 3."""
    rows = CouponCode.objects.select_related("coupon").select_for_update(of=("coupon",), no_key=True)
    found = {row.code: row for row in rows.filter(code__in=codes).order_by("coupon_id", "pk")}
    coupons: dict[int, Coupon] = {}
    for row in found.values():  # one object each, for its counters rise
        row.coupon = coupons.setdefault(row.coupon_id, row.coupon)
    slots, taken = live_uses(found, users)
    ids = sql.reserve_ids(CouponUse._meta.db_table, most)
    return CouponBatch(codes=found, slots=slots, taken=taken, ids=iter(ids))


def live_uses(codes: dict[str, CouponCode], users: set[int]) -> tuple[dict[tuple[int, int], set[int]], set[int]]:
    """Return the slots that `users` take of the coupons of `codes`, and which single codes are in use. Queries: 1."""
    mine = Q(coupon__in={row.coupon_id for row in codes.values()}, user__in=users)
    single = Q(is_single=True, code__in=[row.pk for row in codes.values()])
    slots: dict[tuple[int, int], set[int]] = {}
    taken = set()
    rows = CouponUse.objects.filter(mine | single, state__in=LIVE_USE)
    for coupon, user, slot, code, is_single in rows.values_list("coupon", "user", "slot", "code", "is_single"):
        slots.setdefault((coupon, user), set()).add(slot)
        if is_single:
            taken.add(code)
    return slots, taken


_HOLD = "UPDATE rewards_coupon AS c SET held = c.held + k.more"
_IF_LEFT = "WHERE c.id = k.coupon AND c.state = 'open' AND c.used + c.held + k.more <= c.max_uses"
