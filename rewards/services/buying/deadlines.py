"""By when what was paid has to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from rewards.models import Seat


def begin(seats: Sequence[Seat], now: datetime) -> None:
    """Begin the time to send paid orders of one campaign, except those of which nobody knows where to. Queries: 1.

    Inside a transaction that holds the seats; `addresses.give` begins it for the others.
    """
    if not seats:
        return
    campaign = seats[0].campaign
    rows = Seat.objects.filter(pk__in=[seat.pk for seat in seats])
    if campaign.needs_address:
        rows = rows.filter(address__isnull=False)
    rows.update(ship_by=now + timedelta(days=campaign.ship_days))


def is_over(seat: Seat, now: datetime) -> bool:
    """Say whether the order is paid and should have been sent by now."""
    return seat.state == Seat.State.CAPTURED and seat.ship_by is not None and seat.ship_by <= now
