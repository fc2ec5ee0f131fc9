"""What a shopkeeper knows of the town without our books: the price list, who came with which coupon, and what the bank
says. The sums here are done anew on purpose, with no code of the shop.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from hypothesis.stateful import invariant

from rewards.models import Event, FakeCharge, Offer, Payment, Refund, Seat
from tests.rewards import chaos_parcels

LADDER = ((1, 10_000), (2, 9_000), (3, 7_000))
MUST_BUY = {("ratio", 3): 2}  # two of three are enough at 60 per cent; else everybody must
OFF_AMOUNT, OFF_PERCENT = 1_500, 30
BOUGHT, SENT_BACK = ("captured", "fulfilled"), ("refunding", "refunded")
HAS_A_SEAT = ("held", "authorised", "capturing", "fix_needed", *BOUGHT)


def price_for(people: int) -> int:
    return next(price for least, price in reversed(LADDER) if people >= least)


def less(price: int, coupons: list[str], codes: list[str]) -> int:
    """The price less the coupons: first what is an amount, then the share of what is left."""
    amount, percent = codes
    price -= OFF_AMOUNT if amount in coupons else 0
    return price - (price * OFF_PERCENT // 100 if percent in coupons else 0)


class Shopkeeper(chaos_parcels.Parcels):
    """Writes down what each was promised when they came, and holds the bank's books against it."""

    codes: list[str]
    worn: dict[int, list[str]]
    stock: int

    def came(self, seat: Seat | None, coupons: list[str]) -> None:
        if seat:
            self.worn[seat.pk] = coupons

    @invariant()
    def nobody_has_paid_more_than_they_were_promised(self) -> None:
        """Nor is more held: of all the checkouts of a seat together."""
        seats = {seat.pk: seat for seat in self._seats().select_related("team")}
        for pk, _paid, most in self._books():
            must = MUST_BUY.get((self.campaign.completion, seats[pk].team.size), seats[pk].team.size)
            assert most <= less(price_for(must), self.worn[pk], self.codes)

    @invariant()
    def no_more_seats_are_handed_out_than_there_are(self) -> None:
        sent = Event.objects.filter(kind="seat", before="fulfilled").values("row_id")
        handed = self._seats().filter(state__in=HAS_A_SEAT).count()
        handed += self._seats().filter(state__in=SENT_BACK, pk__in=sent).count()
        kept = Offer.objects.filter(campaign=self.campaign, state="open").values_list("seats", "used")
        house = self.campaign.teams.aggregate(sum=Sum("house_seats"))["sum"] or 0
        assert handed + house + sum(seats - used for seats, used in kept) <= self.stock

    def everybody_paid_what_is_due(self) -> None:
        """At rest: the price of as many as bought, less one's coupons and what was given besides; or nothing at all."""
        paid = {pk: net for pk, net, _most in self._books()}
        gifts = dict(
            Refund.objects.filter(payment__in=self._payments(), state="done").exclude(cause="tier_price")
            .order_by().values_list("payment__seat").annotate(Sum("amount_minor"))
        )  # fmt: skip
        for seat in self._seats().exclude(payments__stuck_at__isnull=False).select_related("team"):
            due = 0
            if seat.state in BOUGHT:
                due = less(price_for(self._people_of(seat.team)), self.worn[seat.pk], self.codes)
            given = gifts.get(seat.pk, 0) if due else 0
            assert due - given <= paid.get(seat.pk, 0) <= due, (seat.state, paid.get(seat.pk, 0), due, given)

    def _books(self) -> list[tuple[int, int, int]]:
        """Return for each seat what the bank kept of it, and that with what it holds."""
        seat_of = dict(self._payments().values_list("public_id", "seat"))
        found: dict[int, tuple[int, int]] = {}
        for charge in FakeCharge.objects.filter(payment__in=seat_of):
            net, most = found.get(seat_of[charge.payment], (0, 0))
            kept = charge.captured_minor - charge.back_minor
            found[seat_of[charge.payment]] = (net + kept, most + kept + charge.held_minor)
        return [(pk, net, most) for pk, (net, most) in found.items()]

    def _people_of(self, team: Any) -> int:
        """How many bought when the team came together, whatever became of their orders."""
        went = Event.objects.filter(kind="seat", before="authorised", after__in=("capturing", "captured"))
        return went.filter(row_id__in=team.seats.values("pk")).count() + team.house_seats

    def _payments(self) -> Any:
        return Payment.objects.filter(seat__campaign=self.campaign)
