"""Points set aside, spent, and given back: the only ways to spend what the game gave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.models import Account, Activity, Currency, Hold, LedgerEntry, Player
from lib import errors
from live.services import topics

SOURCE = "spend"
State = Hold.State


class TooLittle(errors.Conflict):
    """There are not as many points as are wanted; `data["available"]` is how many there are."""

    code = "gamify.too_little"
    message = _("You do not have that many points yet.")


class NotForSpending(errors.Invalid):
    """The currency measures something and buys nothing."""

    code = "gamify.not_for_spending"
    message = _("These points cannot be spent.")


@transaction.atomic
def place(*, user: User, currency: str, amount: int, key: str, now: datetime) -> Hold:
    """Set `amount` points aside; the same `key` gives the same hold again, whatever became of it.

    Locks: the player, then the account. Emits: the member's game.
    Raises: TooLittle, NotForSpending.
    """
    Player.objects.select_for_update().filter(pk=user.pk).first()
    known = Hold.objects.filter(key=key).select_related("account").first()
    if known:
        return known
    if not Currency.objects.filter(pk=currency, is_spendable=True).exists():
        raise NotForSpending
    mine = Account.objects.filter(user=user, currency=currency)
    if not mine.filter(available__gte=amount).update(available=F("available") - amount, held=F("held") + amount):
        raise TooLittle(available=mine.values_list("available", flat=True).first() or 0, needed=amount)
    hold = Hold.objects.create(account=mine.get(), key=key, amount=amount, placed_at=now)
    topics.touch(_topic(user))
    return hold


@transaction.atomic
def spend(*, hold: Hold, activity: Activity, now: datetime) -> None:
    """Spend what was set aside on what `activity` tells of; twice changes nothing.

    Locks: as `place`. Raises: Conflict: the points have come back.
    """
    row = _lock(hold)
    if row.state == State.SPENT:
        return
    _check_held(row)
    row.spend = _enter(row, LedgerEntry.Kind.SPEND, -row.amount, activity, None, now)
    _move(row, State.SPENT, available=0, now=now)


@transaction.atomic
def release(*, hold: Hold, now: datetime) -> None:
    """Let the points come back unspent; twice changes nothing. Locks: as `place`. Raises: Conflict: they are spent."""
    row = _lock(hold)
    if row.state == State.RELEASED:
        return
    _check_held(row)
    _move(row, State.RELEASED, available=row.amount, now=now)


@transaction.atomic
def give_back(*, hold: Hold, activity: Activity, now: datetime) -> None:
    """Give back what was spent, because of `activity`, the undo of what it was spent on; twice changes nothing.

    Locks: as `place`. Raises: Conflict: it was never spent.
    """
    row = _lock(hold)
    if row.state == State.RETURNED:
        return
    if row.state != State.SPENT:
        raise errors.Conflict(code="gamify.hold_not_spent", state=row.state)
    _enter(row, LedgerEntry.Kind.RELEASE, row.amount, activity, row.spend, now)
    Account.objects.filter(pk=row.account_id).update(available=F("available") + row.amount)
    _end(row, State.RETURNED, now)


def _lock(hold: Hold) -> Hold:
    """Return the hold as it is now, its player locked before it, as everywhere."""
    Player.objects.select_for_update().filter(pk=hold.account.user_id).first()
    return Hold.objects.select_for_update(of=("self",)).select_related("account__user").get(pk=hold.pk)


def _check_held(row: Hold) -> None:
    if row.state != State.HELD:
        raise errors.Conflict(code="gamify.hold_ended", state=row.state)


def _move(row: Hold, state: str, *, available: int, now: datetime) -> None:
    changes = {"held": F("held") - row.amount, "available": F("available") + available}
    Account.objects.filter(pk=row.account_id).update(**changes)
    _end(row, state, now)


def _end(row: Hold, state: str, now: datetime) -> None:
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "ended_at", "spend"])
    topics.touch(_topic(row.account.user))


def _enter(
    row: Hold, kind: str, amount: int, activity: Activity, reverses: LedgerEntry | None, now: datetime
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        account_id=row.account_id,
        kind=kind,
        amount=amount,
        activity=activity,
        source=reverses.source if reverses else f"{SOURCE}/{activity.object_type}",
        reverses=reverses,
        earned_at=reverses.earned_at if reverses else now,
        at=now,
    )


def _topic(user: User) -> str:
    return f"member:{user.public_id}:game"
