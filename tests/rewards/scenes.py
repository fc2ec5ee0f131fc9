"""Rows of buying together written without the services: what pages show is tested on any state, and on many."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import User
from lib import clock
from rewards import prices
from rewards.models import BuyTeam, Campaign, DeliveryAddress, Offer, Payment, Seat, WaitEntry
from tests.factories import member

_numbers = count(1)
NAMES = ("Jonas", "Wen", "周小满", "Anouk", "Mei Lin", "Hana", "Theo", "Ines", "Bo", "Ada", "Yusuf", "Rosa")


def people(number: int) -> list[User]:
    """Return so many members with different names."""
    named = ((NAMES[each % len(NAMES)], next(_numbers)) for each in range(number))
    return [member(name, handle=f"member{count}") for name, count in named]


def team(campaign: Campaign, *members: User, size: int = 5, **changes: Any) -> BuyTeam:
    """Return a team of which `members` are in, the first as its captain."""
    now = clock.now()
    captain = changes.pop("captain", None) or (members[0] if members else member("Captain"))
    values: dict[str, Any] = {
        "state": BuyTeam.State.FORMING,
        "needed": prices.needed(campaign, size),
        "seats_taken": len(members),
        "confirmed": len(members),
        "opened_at": now - timedelta(hours=3),
        "deadline_at": now + timedelta(hours=45),
    } | changes
    made = BuyTeam.objects.create(campaign=campaign, captain=captain, size=size, seq=1, **values)
    has_ended = made.state != BuyTeam.State.FORMING
    state = (Seat.State.CAPTURED if made.has_succeeded else Seat.State.VOIDED) if has_ended else Seat.State.AUTHORISED
    for place, user in enumerate(members):
        seat(made, user, state=state, confirmed_at=now - timedelta(minutes=7 * (len(members) - place)))
    Campaign.objects.filter(pk=campaign.pk).update(seats_taken=campaign.seats_taken + made.seats_taken)
    campaign.refresh_from_db()
    return made


def seat(of: BuyTeam, user: User, *, state: str = "authorised", confirmed_at: datetime | None = None) -> Seat:
    """Return somebody's seat with the payment that goes with its state; counters are left as they are."""
    tiers = list(of.campaign.tiers.all())
    made = Seat.objects.create(
        campaign=of.campaign,
        team=of,
        user=user,
        slot=Seat.objects.filter(user=user, campaign=of.campaign).count() + 1,
        state=state,
        seq=1,
        key=f"scene-{next(_numbers)}",
        limit_minor=prices.limit(of, tiers),
        held_until=clock.now() + timedelta(minutes=8) if state == "held" else None,
        taken_at=clock.now() - timedelta(minutes=9),
        confirmed_at=confirmed_at if confirmed_at or state == "held" else clock.now(),
    )
    paid = {"captured": "captured", "authorised": "authorised", "held": "pending", "voided": "voided"}.get(state)
    if paid:
        payment(made, paid)
    return made


def address(of: Seat, **changes: Any) -> DeliveryAddress:
    """Return where the parcel of a seat goes."""
    values = {"recipient": "Mei Lin", "line1": "12 Kettle Lane", "city": "Bergen", "country": "NO"} | changes
    return DeliveryAddress.objects.create(seat=of, **{"given_at": clock.now(), **values})


def payment(of: Seat, state: str, **changes: Any) -> Payment:
    """Return a payment of the seat."""
    amount = of.team.price_minor or of.limit_minor
    values = {"captured_minor": amount if state == "captured" else 0, "amount_minor": of.limit_minor} | changes
    return Payment.objects.create(
        seat=of,
        state=state,
        seq=1,
        provider="fake",
        mode=of.campaign.payment_mode,
        currency=of.campaign.currency,
        reference=f"scene-{next(_numbers)}",
        created_at=clock.now(),
        **values,
    )


def waiting(campaign: Campaign, user: User, *, party_size: int = 2, **changes: Any) -> WaitEntry:
    """Return a party on the list."""
    values = {"state": WaitEntry.State.WAITING} | changes
    return WaitEntry.objects.create(
        campaign=campaign, user=user, party_size=party_size, seq=1, created_at=clock.now(), **values
    )


def offer(entry: WaitEntry, of: BuyTeam | None = None, **changes: Any) -> Offer:
    """Return an open offer of as many seats as the party needs."""
    WaitEntry.objects.filter(pk=entry.pk).update(state=WaitEntry.State.OFFERED)
    values = {"state": Offer.State.OPEN, "seats": entry.party_size, "until": clock.now() + timedelta(minutes=30)}
    return Offer.objects.create(campaign=entry.campaign, entry=entry, team=of, seq=1, **(values | changes))
