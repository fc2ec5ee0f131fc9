"""What a brand's people and its buyers are told of orders that are to be sent, or were not.

Inside the caller's transaction, late in it. A brand gets at most one line a day of each sort for each campaign.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.selectors import brands
from inbox.services import notifications
from inbox.services.notifications import Line
from live.services import topics
from rewards import paths
from rewards.models import Campaign, Seat


def due(campaign: Campaign, orders: int, first: datetime, now: datetime) -> None:
    """Orders are to be sent soon, the first of them by `first`."""
    _tell(campaign, "orders_due", "due", now, {"orders": orders, "until": first.isoformat()})


def late(campaign: Campaign, seats: Sequence[Seat], now: datetime) -> None:
    """Orders were not sent in time: their buyers hear what they may do, and the brand. The users are loaded."""
    lines = [
        Line(
            recipient_id=seat.user_id,
            recipient=seat.user.public_id,
            kind="buy_late",
            key=f"buy_late:{seat.public_id}",
            url=paths.of_order(seat),
            data={"campaign": campaign.names},
            at=now,
        )
        for seat in seats
    ]
    inboxes = notifications.send_many(lines=lines)
    _tell(campaign, "orders_due", "late", now, {"orders": len(seats)})
    topics.touch(*inboxes, *(f"member:{seat.user.public_id}:orders" for seat in seats))


def taken_back(seat: Seat, now: datetime) -> None:
    """A buyer took back a late order: the brand must not send it any more."""
    _tell(seat.campaign, "orders_gone", "late", now, {}, actor=seat.user)
    _touch(seat)


def gone(seat: Seat, now: datetime) -> None:
    """An order ended by itself."""
    _tell(seat.campaign, "orders_gone", "never_sent" if seat.late_at else "no_address", now, {})
    _touch(seat)


def _touch(seat: Seat) -> None:
    topics.touch(f"buy:{seat.campaign_id}", f"buyteam:{seat.team_id}", f"member:{seat.user.public_id}:orders")


def _tell(
    campaign: Campaign, kind: str, about: str, now: datetime, data: dict[str, Any], actor: User | None = None
) -> None:
    notifications.send_each(
        recipients=brands.people_of(campaign.brand_id),
        kind=kind,
        key=f"{kind}:{about}:{campaign.public_id}:{now:%Y-%m-%d}",
        url=reverse("rewards:console-orders", args=[campaign.brand.slug, campaign.public_id]),
        actor=actor,
        data={"campaign": campaign.names, "about": about, **data},
        grows=actor is not None,
        now=now,
    )
