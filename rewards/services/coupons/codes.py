"""Single codes: made here, hard to guess, each good for one use; downloaded once, or given to a member.

60 bits are drawn for each: of a million codes one is met by chance in a trillion guesses, and guesses are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors, public_id, ranges
from rewards.models import Coupon, CouponCode, CouponUse
from rewards.policies import Action
from rewards.services import listings
from rewards.services.coupons import notifying
from rewards.services.coupons.terms import MOST_USES

MOST_AT_ONCE = 5000
_GROUP = 4
State = Coupon.State
OPEN_STATES = (State.DRAFT, State.OPEN, State.PAUSED)


@transaction.atomic
def make(*, by: User, coupon: Coupon, number: int, now: datetime) -> Coupon:
    """Make `number` more single codes; the coupon may be used so many times more.

    Locks: the coupon. Raises: NotFound, NotAllowed, WrongMoment; Invalid beside `number`.
    """
    held = listings.lock_in(coupon, *OPEN_STATES, by=by, action=Action.WRITE)
    if not held.is_single:
        raise errors.Invalid(fields={"number": _("All share the one code of this coupon.")})
    ranges.require(number, 1, min(MOST_AT_ONCE, MOST_USES - held.max_uses), field="number")
    CouponCode.objects.bulk_create(
        CouponCode(coupon=held, code=public_id.new().upper(), added_at=now) for _number in range(number)
    )
    Coupon.objects.filter(pk=held.pk).update(max_uses=F("max_uses") + number)
    held.max_uses += number
    return held


@transaction.atomic
def hand_over(*, by: User, coupon: Coupon, now: datetime) -> tuple[str, ...]:
    """Return the codes that nobody has seen yet, as they are written, and never again.

    Locks: the coupon. Raises: NotFound, NotAllowed: who does not work for the brand never reads a code.
    """
    held = listings.lock(coupon, by=by, action=Action.WRITE)
    unseen = CouponCode.objects.filter(coupon=held, owner=None, shown_at=None)
    if not held.is_single:
        return ()
    found = list(unseen.order_by("pk").values_list("pk", "code"))
    unseen.filter(pk__lte=found[-1][0] if found else 0).update(shown_at=now)
    return tuple(shown(code) for _pk, code in found)


@transaction.atomic
def give(*, by: User, coupon: Coupon, handle: str, now: datetime) -> CouponCode:
    """Give a member a single code that nobody has seen; only they can use it. Twice gives the same.

    Locks: the coupon. Raises: NotFound, NotAllowed, WrongMoment; Invalid beside `handle`; CouponUsedUp: none is left.
    Emits: a line in the member's inbox.
    """
    held = listings.lock_in(coupon, State.OPEN, by=by, action=Action.WRITE)
    name = handle.strip().lstrip("@")[:40].replace("\x00", "")
    member = User.objects.filter(username__iexact=name, is_active=True).first() if name else None
    if member is None:
        raise errors.Invalid(fields={"handle": _("We do not know this member.")})
    row = _unused(held).filter(owner=member).first() or _unused(held).filter(owner=None, shown_at=None).first()
    if row is None:
        raise errors.Invalid(fields={"handle": _("No code is left that nobody has seen. Make more first.")})
    if row.owner_id is None:
        row.owner, row.coupon = member, held
        row.save(update_fields=["owner"])
        notifying.given(row, member, now)
    return row


def shown(code: str) -> str:
    """Return a code as it is written: a drawn one in groups of four."""
    if len(code) != public_id.LENGTH:
        return code
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def unused(rows: QuerySet[CouponCode]) -> QuerySet[CouponCode]:
    """Keep the codes that are on no seat."""
    live = CouponUse.objects.filter(code=OuterRef("pk"), state__in=(CouponUse.State.HELD, CouponUse.State.REDEEMED))
    return rows.filter(~Exists(live))


def _unused(coupon: Coupon) -> QuerySet[CouponCode]:
    return unused(CouponCode.objects.filter(coupon=coupon, coupon__is_single=True)).order_by("pk")


def found_by(codes: Sequence[str]) -> dict[str, CouponCode]:
    """Return the codes with their coupons, by what they are. Queries: 1."""
    rows = CouponCode.objects.select_related("coupon").filter(code__in=codes)
    return {row.code: row for row in rows}
