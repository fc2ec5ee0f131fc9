"""What becomes of paid orders in the town: sent, late, taken back by their buyers, or ended by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from lib import errors
from rewards.models import Seat
from rewards.services.buying import addresses, late_orders, seats, shipping
from rewards.services.buying.addresses import Address

HOME = Address(recipient="Mei Lin", line1="12 Kettle Lane", city="Bergen", country="NO")
SHIP_DAYS = 2
JOBS: tuple[Callable[..., object], ...] = (
    addresses.ask_due,
    addresses.erase_due,
    shipping.remind_due,
    shipping.note_late_due,
    late_orders.give_back_due,
)
picks = st.integers(0, 11)


class Parcels(RuleBasedStateMachine):
    """The part of the town that packs and waits for parcels."""

    now: datetime
    brand: Any
    campaign: Any

    @rule(which=picks)
    def ships(self, which: int) -> None:
        seat = self._pick(self._seats().filter(state="captured"), which)
        if seat:
            self._try(addresses.give, actor=seat.user, seat=seat, address=HOME, now=self.now)
            seats.fulfil(actor=self.brand.owner, seat=seat, note="SF", now=self.now)

    @rule(which=picks, hours=st.sampled_from([0, 50]))
    def says_where_to(self, which: int, hours: int) -> None:
        """And perhaps nothing is sent for a while."""
        seat = self._pick(self._seats(), which)
        if seat:
            self._try(addresses.give, actor=seat.user, seat=seat, address=HOME, now=self.now)
        self.now += timedelta(hours=hours)

    @rule(which=picks)
    def takes_back_what_is_late(self, which: int) -> None:
        seat = self._pick(self._seats().filter(state__in=["captured", "refunding", "fulfilled"]), which)
        if seat:
            self._try(late_orders.cancel, actor=seat.user, seat=seat, now=self.now)

    def _pick(self, rows: Any, which: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[which % len(found)] if found else None

    def _try(self, service: Callable[..., Any], **wish: Any) -> Any:
        """Do it unless it is refused: a refusal must change nothing, which the invariants see."""
        try:
            return service(**wish)
        except errors.HearthError:
            return None

    def _seats(self) -> Any:
        return Seat.objects.filter(campaign=self.campaign)
