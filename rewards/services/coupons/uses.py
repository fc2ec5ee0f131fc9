"""A coupon goes where its seat goes: held while the seat is not paid, used with the payment, back when nothing comes of
it. Whoever takes the steps of seats calls `follow` right after; a proof finds who forgets it (`proof_statements`).

All inside the caller's transaction, which holds campaign, team and seats; coupons are locked here, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from lib import sql
from lib.machines import steps
from rewards import discounts
from rewards.machines import LIVE_USE
from rewards.models import Coupon, CouponUse, Seat
from rewards.services.coupons import notifying

State = CouponUse.State
_PAID = (Seat.State.CAPTURED, Seat.State.FULFILLED)
_WAITS = (Seat.State.HELD, Seat.State.AUTHORISED, Seat.State.CAPTURING, Seat.State.FIX_NEEDED)
# Seats that came to nothing though their members stood by them: they hear that their coupons are there again.
_AGAINST_THEIR_WILL = (Seat.State.VOIDING, Seat.State.VOIDED, Seat.State.REFUNDING, Seat.State.REFUNDED)


def follow(seats: Sequence[Seat], now: datetime) -> None:
    """Bring the coupons on locked seats to where the seats are. A parcel that was sent keeps its coupon used.

    Queries: none without coupons, else at most 9 for any number, and 3 to tell whose came back.
    """
    worn = {seat.pk: seat for seat in seats if seat.discounts}
    if not worn:
        return
    rows = list(_locked(worn))
    for row in rows:
        row.seat = worn[row.seat_id]
    held = [row for row in rows if row.state == State.HELD]
    _redeem([row for row in held if row.seat.state in _PAID], now)
    gone = [row for row in held if row.seat.state not in (*_PAID, *_WAITS)]
    _move(gone, State.RELEASED, now, held=-1)
    back = [row for row in rows if row.state == State.REDEEMED and row.seat.state not in _PAID]
    _move(back, State.RESTORED, now, used=-1)
    notifying.came_back([row for row in (*gone, *back) if row.seat.state in _AGAINST_THEIR_WILL], now)


def fix(seats: Iterable[Seat], price_minor: int) -> None:
    """Write what the coupons on seats of a team take off its one price. Queries: 1, none without coupons."""
    changed = []
    for seat in seats:
        if seat.discounts:
            seat.discount_minor = price_minor - seat.due_minor(price_minor)
            changed.append((seat.pk, seat.discount_minor))
    sql.update("rewards_seat", _ID, (("discount_minor", "bigint"),), changed)


def hold_again(seat: Seat, now: datetime) -> bool:
    """Hold the coupons of a lapsed seat that is being won back; False, and nothing held, if one of them is gone."""
    if not seat.discounts:
        return True
    rows = list(_locked([seat.pk]))
    slots = {row.pk: _free_slot(row) for row in rows}
    if not all(_is_there(row, now) and slots[row.pk] for row in rows):
        return False
    for row in rows:
        steps.take(row, State.HELD, actor=seat.user, cause="paid", now=now, slot=slots[row.pk])
    _count(rows, held=1)
    return True


def _redeem(rows: Sequence[CouponUse], now: datetime) -> None:
    for row in rows:
        seat = row.seat
        off = discounts.shares(seat.discounts, seat.team.price_minor or 0, seat.campaign.currency)
        of = {each["coupon"]: minor for each, minor in zip(seat.discounts, off, strict=True)}
        row.discount_minor = of[row.coupon.public_id]
    given = [(row.pk, row.discount_minor) for row in rows]
    sql.update("rewards_couponuse", _ID, (("discount_minor", "bigint"),), given)
    _move(rows, State.REDEEMED, now, held=-1, used=1)


def _move(rows: Sequence[CouponUse], to: str, now: datetime, *, held: int = 0, used: int = 0) -> None:
    if rows:
        steps.take_many(rows, to, cause="seat", now=now)
        _count(rows, held=held, used=used)


def _count(rows: Sequence[CouponUse], *, held: int = 0, used: int = 0) -> None:
    """Change the counters of the coupons of `rows`; the database refuses what does not add up. Raises: Overtaken."""
    per = {row.coupon_id: 0 for row in rows}
    for row in rows:
        per[row.coupon_id] += 1
    changes = [(pk, held * number, used * number) for pk, number in sorted(per.items())]
    source, values = sql.keys((("coupon", "bigint"), ("held", "int"), ("used", "int")), changes)
    if sql.run(f"{_COUNT} FROM {source} WHERE c.id = k.coupon", values) != len(changes):
        raise steps.Overtaken


def _locked(seats: Iterable[int]) -> QuerySet[CouponUse]:
    rows = CouponUse.objects.select_related("coupon", "user").select_for_update(of=("self", "coupon"), no_key=True)
    return rows.filter(seat__in=list(seats)).order_by("coupon_id", "pk")


def _is_there(row: CouponUse, now: datetime) -> bool:
    coupon = row.coupon
    is_open = coupon.state == Coupon.State.OPEN and (coupon.closes_at is None or coupon.closes_at > now)
    if row.state != State.RELEASED or not is_open or coupon.left <= 0:
        return False
    return not (row.is_single and CouponUse.objects.filter(code=row.code_id, state__in=LIVE_USE).exists())


def _free_slot(row: CouponUse) -> int:
    """Return the smallest number that no other live use of the member has; 0 when there are enough."""
    mine = CouponUse.objects.filter(coupon=row.coupon_id, user=row.user_id, state__in=LIVE_USE)
    taken = set(mine.values_list("slot", flat=True))
    return next((number for number in range(1, row.coupon.per_member + 1) if number not in taken), 0)


_ID = (("id", "bigint"),)
_COUNT = "UPDATE rewards_coupon AS c SET held = c.held + k.held, used = c.used + k.used"
