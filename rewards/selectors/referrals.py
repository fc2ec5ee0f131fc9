"""A member's friends who came by their link."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from lib import errors
from rewards.models import Referral, ReferralLink

MOST = 100


@dataclass(frozen=True)
class Brought:
    """Those who came by a member's link, the latest first, and how many of all have stayed."""

    referrals: tuple[Referral, ...]
    stayed: int


def topic_of(user: User) -> str:
    return f"member:{user.public_id}:referrals"


def brought(*, user: User) -> Brought:
    """Return who came by the member's link, 100 at most. Queries: 2."""
    mine = Referral.objects.filter(referrer=user)
    stayed = mine.filter(state=Referral.State.STAYED).count()
    return Brought(tuple(mine.select_related("newcomer").order_by("-pk")[:MOST]), stayed)


def referrer_of(*, code: str) -> User:
    """Return whose link it is. Queries: 1. Raises: NotFound."""
    link = ReferralLink.objects.select_related("user").filter(code=code, user__is_active=True).first()
    if link is None:
        raise errors.NotFound(code="rewards.link_not_found")
    return link.user
