"""Taking rows for oneself, always in the order campaign, team, seat, payment.

Whoever changes a team or a seat holds its campaign first. So the transactions of one campaign follow one another, and
no two of them wait in a circle. SQLite has no row locks: there the transaction itself is the lock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import QuerySet

from lib import sql
from lib.records import Records
from rewards.machines import LIVE_PAYMENT
from rewards.models import BuyTeam, Campaign, Payment, Seat

_CAMPAIGN, _SEAT = Records(Campaign), Records(Seat, beside=("user",))
_TEAM = Records(BuyTeam, beside=("captain",))
_SEAT_ALONE = Records(Seat, beside=("user", "campaign", "team"))


def campaign(pk: int) -> Campaign:
    """Return the campaign, locked. Queries: 1."""
    return _CAMPAIGN.held_by_key(pk)


def teams(held: Campaign, pks: Collection[int]) -> dict[int, BuyTeam]:
    """Return teams of the locked campaign by their ids, locked, with their captains. Queries: 1."""
    rows = BuyTeam.objects.select_for_update(of=("self",), no_key=True).select_related("captain")
    return {row.pk: _of(held, row) for row in rows.filter(campaign=held, pk__in=pks).order_by("pk")}


def team(pk: int) -> BuyTeam:
    """Return the team, locked after its campaign. Queries: 3."""
    held = campaign(_campaign_of(BuyTeam, pk))
    return _of(held, _TEAM.held_by_key(pk))


def seat(pk: int) -> Seat:
    """Return the seat with its team and campaign, all locked. Queries: 4."""
    held = campaign(_campaign_of(Seat, pk))
    row = _SEAT.held_by_key(pk)  # nobody moves it to another team now
    row.campaign, row.team = held, _of(held, _TEAM.held_by_key(row.team_id))
    return row


def seat_alone(pk: int) -> Seat:
    """Return the seat, locked, for a change that concerns neither its team nor its campaign. Queries: 1."""
    return _SEAT_ALONE.held_by_key(pk)


def seats(held: BuyTeam, *states: str) -> list[Seat]:
    """Return the seats of the locked team in `states`, locked, the earliest confirmed first. Queries: 1."""
    found = list(_seats().filter(team=held, state__in=states).order_by("confirmed_at", "pk"))
    for row in found:
        row.campaign, row.team = held.campaign, held
    return found


def seats_of(held: Campaign, teams: Mapping[int, BuyTeam], pks: Collection[int]) -> Iterator[Seat]:
    """Yield seats of locked teams one after the other as they are then, locked. Queries: 1 each."""
    for pk in pks:
        row = _SEAT.held_by_key(pk)
        row.campaign, row.team = held, teams[row.team_id]
        yield row


def payment(known: Payment) -> Payment:
    """Return the payment with its seat, team and campaign, all locked. Queries: 5."""
    held = seat(known.seat_id)
    row = Payment.objects.select_for_update(of=("self",)).get(pk=known.pk)
    row.seat = held
    return row


def payment_alone(known: Payment) -> Payment:
    """Return the payment, locked, for a change that concerns neither its seat nor what is above. Queries: 1."""
    return Payment.objects.select_for_update(of=("self",)).select_related("seat__user").get(pk=known.pk)


def live_payment(held: Seat) -> Payment | None:
    """Return the payment of the locked seat that is not over, locked. Queries: 1."""
    row = Payment.objects.select_for_update(of=("self",)).filter(seat=held, state__in=LIVE_PAYMENT).first()
    if row:
        row.seat = held
    return row


def live_payments(held: Sequence[Seat]) -> dict[int, Payment]:
    """Return by their seats' ids the payments of the locked seats that are not over, locked. Queries: 1."""
    rows = Payment.objects.select_for_update(of=("self",)).filter(seat__in=held, state__in=LIVE_PAYMENT).order_by("pk")
    by_pk = {row.pk: row for row in held}
    found = {row.seat_id: row for row in rows}
    for pk, row in found.items():
        row.seat = by_pk[pk]
    return found


def _seats() -> QuerySet[Seat]:
    return Seat.objects.select_for_update(of=("self",), no_key=True).select_related("user")


def _campaign_of(model: type[BuyTeam | Seat], pk: int) -> int:
    rows = sql.fetch(f"SELECT campaign_id FROM {model._meta.db_table} WHERE id = %s", [pk])
    if not rows:
        raise model.DoesNotExist
    found: int = rows[0][0]
    return found


def _of(held: Campaign, row: BuyTeam) -> BuyTeam:
    row.campaign = held
    return row
