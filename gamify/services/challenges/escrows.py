"""The escrow of a challenge. Every change is one guarded UPDATE: what would pay more than is there changes nothing."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from accounts.models import User
from gamify.models import Challenge, Escrow, PurseEntry
from gamify.services import purses
from gamify.services.challenges import terms
from lib import errors


class Empty(errors.Conflict):
    """The escrow holds less than is to be paid: a fault, because every prize was budgeted."""

    code = "gamify.escrow_empty"


def place(challenge: Challenge, *, by: User, now: datetime) -> Escrow:
    """Take the whole budget of the locked challenge from the purse. Inside a transaction; locks the purse.

    Raises: purses.TooLittle.
    """
    amount = terms.budget(list(challenge.lines.all()), challenge.team_size)
    purse = purses.find_or_open(brand=challenge.brand, scope=challenge.scope, currency=str(challenge.currency_id))
    if amount:
        key = f"escrow:{challenge.public_id}"
        purses.move(purse, PurseEntry.Kind.ESCROW, -amount, key=key, by=by, now=now)
    return Escrow.objects.create(challenge=challenge, purse=purse, amount=amount, placed_at=now)


def pay(challenge: Challenge, amount: int) -> None:
    """Count `amount` as paid. Inside the transaction of the prize. Queries: 1. Raises: Empty."""
    fits = Escrow.objects.filter(pk=challenge.pk, closed_at=None, amount__gte=F("paid") + F("returned") + amount)
    if not fits.update(paid=F("paid") + amount):
        raise Empty(needed=amount)


def close(challenge: Challenge, *, now: datetime) -> int:
    """Return to the purse what was not paid, once, and say how much. Inside a transaction; locks escrow and purse."""
    found = Escrow.objects.select_for_update(of=("self",)).select_related("purse").filter(pk=challenge.pk).first()
    if found is None or found.closed_at:
        return 0
    rest = found.held
    Escrow.objects.filter(pk=found.pk).update(returned=F("returned") + rest, closed_at=now)
    if rest:
        key = f"back:{challenge.public_id}"
        purses.move(found.purse, PurseEntry.Kind.BACK, rest, key=key, by=None, now=now)
    return rest
