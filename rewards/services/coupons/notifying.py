"""What members are told of their coupons; inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from inbox.services import notifications
from inbox.services.notifications import Line
from live.services import topics
from rewards import paths
from rewards.models import Coupon, CouponCode, CouponUse


def came_back(uses: Sequence[CouponUse], now: datetime) -> None:
    """Coupons are free again because a team failed or money went back: those that still go are told of. Queries: 3."""
    is_open = [use for use in uses if _goes_on(use.coupon, now)]
    _tell([_line(use.user, use.coupon, "coupon_back", f"{use.pk}:{use.seq}", now) for use in is_open])


def given(code: CouponCode, member: User, now: datetime) -> None:
    """A code was given to a member."""
    _tell([_line(member, code.coupon, "coupon_given", str(code.pk), now)])


def ending(coupon: Coupon, owners: Sequence[User], now: datetime) -> None:
    """A coupon of which these members have unused codes of their own is over soon."""
    _tell([_line(owner, coupon, "coupon_ending", str(coupon.pk), now) for owner in owners])


def _line(to: User, coupon: Coupon, kind: str, key: str, now: datetime) -> Line:
    until = coupon.closes_at.isoformat() if coupon.closes_at else ""
    data = {"coupon": coupon.names, "until": until}
    return Line(to.pk, to.public_id, kind, f"{kind}:{key}", paths.of_coupons(), data, now)


def _tell(lines: Sequence[Line]) -> None:
    topics.touch(*notifications.send_many(lines=lines))


def _goes_on(coupon: Coupon, now: datetime) -> bool:
    return coupon.state == Coupon.State.OPEN and (coupon.closes_at is None or coupon.closes_at > now)
