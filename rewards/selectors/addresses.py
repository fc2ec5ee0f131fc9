"""Where parcels go, as those read it who may."""

from __future__ import annotations

import re

from accounts.models import User
from rewards import countries
from rewards.machines import SHOWS_ADDRESS, TAKES_ADDRESS
from rewards.models import DeliveryAddress, Seat, Whereabouts

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # kana, Chinese characters, hangul
# The place is certain, so it is time to say where it goes.
CERTAIN = frozenset(TAKES_ADDRESS) - {Seat.State.HELD}


def of(seat: Seat) -> DeliveryAddress | None:
    """Return the address that was loaded with the seat (`select_related("address")`), for its own member."""
    return getattr(seat, "address", None)


def for_brand(seat: Seat, *, may_ship: bool) -> DeliveryAddress | None:
    """Do the same for the people of its brand: who packs reads it, once the order is paid."""
    return of(seat) if may_ship and seat.state in SHOWS_ADDRESS else None


def is_asked_for(seat: Seat) -> bool:
    """Say whether a parcel will be sent, may still be told where to, and is not. Its campaign is loaded."""
    return seat.campaign.needs_address and seat.state in CERTAIN and of(seat) is None


def latest(*, user: User) -> DeliveryAddress | None:
    """Return what the member wrote last, to begin with. Queries: 1."""
    return DeliveryAddress.objects.filter(seat__user=user).order_by("-given_at", "-pk").first()


def lines(address: Whereabouts) -> tuple[str, ...]:
    """Return the address line by line, without the empty ones, the country in the reader's language."""
    to_the_door = _from_the_large if _EAST_ASIAN.search(address.city) else _from_the_small
    every = (address.recipient, *to_the_door(address), countries.name_of(address.country), address.phone)
    return tuple(line for line in every if line)


def _from_the_small(address: Whereabouts) -> tuple[str, ...]:
    city = f"{address.city}, {address.region}" if address.region else address.city
    return address.line1, address.line2, f"{address.postcode} {city}".lstrip()


def _from_the_large(address: Whereabouts) -> tuple[str, ...]:
    """Begin with the province, as a carrier there reads it, and write a city that is its own province once."""
    region = "" if address.city.startswith(address.region) else address.region
    return f"{region}{address.city}", address.line1, address.line2, address.postcode
