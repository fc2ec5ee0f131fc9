"""What a brand's people, its members and the staff are told of granted things that are to be sent, or were not.

Inside the caller's transaction, late in it. A brand gets at most one line a day of each sort for each reward.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.selectors import brands
from inbox.services import notifications
from rewards.models import Redemption, Reward
from rewards.services.catalogue import notifying


def due(reward: Reward, things: int, first: datetime, now: datetime) -> None:
    """Things are to be sent soon, the first of them by `first`."""
    _tell(reward, "parcels_due", "due", now, {"orders": things, "until": first.isoformat()})


def late(reward: Reward, rows: Sequence[Redemption], now: datetime) -> None:
    """Things were not sent in time: their members hear what they may do, and the brand. The users are loaded."""
    for row in rows:
        row.reward = reward
        notifying.late(row, now)
    _tell(reward, "parcels_due", "late", now, {"orders": len(rows)})


def gone(reward: Reward, cause: str, now: datetime) -> None:
    """One ended by itself."""
    _tell(reward, "parcels_gone", cause, now, {})


def owed(held: Redemption, now: datetime) -> None:
    """What was won or unlocked was not sent for a month: the brand hears of it again, and staff."""
    staff = brands.other_staff(held.reward.brand_id)
    _tell(held.reward, "parcels_due", "owed", now, {}, more=[one for one in staff if one.pk != held.user_id])


def _tell(
    reward: Reward, kind: str, about: str, now: datetime, data: dict[str, Any], more: Iterable[User] = ()
) -> None:
    notifications.send_each(
        recipients={person.pk: person for person in [*brands.people_of(reward.brand_id), *more]}.values(),
        kind=kind,
        key=f"{kind}:{about}:{reward.public_id}:{now:%Y-%m-%d}",
        url=reverse("rewards:console-redemptions", args=[reward.brand.slug, reward.public_id]),
        data={"reward": reward.names, "about": about, **data},
        now=now,
    )
