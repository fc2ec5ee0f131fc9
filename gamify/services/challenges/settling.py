"""Giving the prizes of a frozen challenge: each once, in a transaction of its own, whoever is killed on the way."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F

from accounts.models import User
from gamify import prizes
from gamify.models import Account, Activity, Challenge, LedgerEntry, Player, Prize
from gamify.services import process, record
from gamify.services.challenges import collecting, drafting, escrows, freezing, locking, notifying, reviewing, running
from gamify.services.challenges.entering import OBJECT, SOURCE
from lib import jobs
from lib.machines import steps

State = Challenge.State
WIN = "win"
PAGE = 200  # of prizes, so that other jobs have their turn


def settle_due(*, now: datetime) -> int:
    """Give what is due of every frozen challenge, and close those that have nothing due; return how many closed."""
    frozen = Challenge.objects.filter(state=State.CLOSING, frozen_at__isnull=False).order_by("pk")
    return jobs.sweep(frozen, partial(settle, most=PAGE), now)


def settle(pk: int, *, now: datetime, most: int | None = None) -> int:
    """Give every prize that is due, or `most` of them, then return the rest to the purse; return whether it closed.

    May be killed anywhere and run again, late, or by several at once: it gives exactly the same. A prize that fails is
    logged and tried again the next time; until then nothing is returned.
    """
    due = Prize.objects.filter(challenge=pk, state=Prize.State.DUE).order_by("pk").values_list("pk", flat=True)
    jobs.each(list(due[:most]), lambda prize: give(prize, now=now))
    return _close(pk, now)


def catch_up(*, now: datetime, public_id: str = "") -> int:
    """Do everything at once that is due of all challenges, or of one, however late; return how many were settled."""
    mine = {"public_id": public_id} if public_id else {}
    if not public_id:
        running.start_due(now=now)
        running.close_due(now=now)
        reviewing.accept_due(now=now)
    process.sweep(now=now)
    settled = 0
    for pk in list(Challenge.objects.filter(state=State.CLOSING, **mine).order_by("pk").values_list("pk", flat=True)):
        collecting.collect(pk, now=now)
        freezing.freeze(pk, now=now)
        if Challenge.objects.filter(pk=pk, frozen_at__isnull=False).exists():
            settled += settle(pk, now=now)
    return settled


@transaction.atomic
def give(pk: int, *, now: datetime) -> int:
    """Give one prize, once: from the escrow into the member's ledger, caused by the activity `win`; return if it did.

    Somebody who closed their account gets nothing, and it stays in the escrow. Locks: the challenge, the player.
    Raises: escrows.Empty.
    """
    held = locking.challenge(Prize.objects.values_list("challenge_id", flat=True).get(pk=pk))
    rows = Prize.objects.select_related("entrant__user", "line").filter(pk=pk, state=Prize.State.DUE)
    prize = rows.first()
    if prize is None or held.state != State.CLOSING:
        return 0
    prize.challenge = held
    if not prize.entrant.user.is_active:
        return Prize.objects.filter(pk=pk, state=Prize.State.DUE).update(state=Prize.State.VOID)
    if not Prize.objects.filter(pk=pk, state=Prize.State.DUE).update(state=Prize.State.GIVEN, given_at=now):
        return 0
    kind = prizes.get(prize.line.kind)
    activity = _record(prize, kind, now)
    if prize.amount:
        escrows.pay(held, prize.amount)
        entry = _enter(prize, activity, now)
        Prize.objects.filter(pk=pk).update(entry=entry)
    kind.give(prize, now)
    notifying.won(prize, lambda: prizes.words_of(prize), now)
    notifying.touch(held, prize.entrant.user)
    return 1


def _record(prize: Prize, kind: prizes.Kind, now: datetime) -> Activity:
    line = prize.line
    won = {"currency": prize.challenge.currency_id, "amount": prize.amount} if prize.amount else {}
    return record.activity(
        actor=prize.entrant.user,
        verb=WIN,
        object=record.Ref(OBJECT, str(prize.challenge_id)),
        key=prize.key,
        source=SOURCE,
        data={"rule": line.rule, "place": prize.place, **won, **kind.data(line.spec)},
        now=now,
    )


def _enter(prize: Prize, activity: Activity, now: datetime) -> LedgerEntry:
    """Enter the points into the member's account, their player locked before it, as everywhere."""
    user: User = prize.entrant.user
    Player.objects.get_or_create(user=user)
    Player.objects.select_for_update().get(pk=user.pk)
    account, _ = Account.objects.get_or_create(user=user, currency_id=prize.challenge.currency_id)
    Account.objects.filter(pk=account.pk).update(available=F("available") + prize.amount)
    return LedgerEntry.objects.create(
        account=account,
        kind=LedgerEntry.Kind.TRANSFER,
        amount=prize.amount,
        activity=activity,
        source=f"prize/{prize.line_id}",
        earned_at=now,
        at=now,
    )


@transaction.atomic
def _close(pk: int, now: datetime) -> int:
    held = locking.challenge(pk)
    if held.state != State.CLOSING or not held.frozen_at or held.prizes.filter(state=Prize.State.DUE).exists():
        return 0
    back = escrows.close(held, now=now)
    drafting.give_back(held, now)
    steps.take(held, State.SETTLED, cause="settled", now=now, data={"returned": back}, settled_at=now)
    notifying.settled(held, back, now)
    notifying.touch(held)
    return 1
