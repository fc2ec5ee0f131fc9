"""Points that lapse: announced, told, and taken oldest first; what is undone later is not taken twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest

from accounts.models import User
from gamify import paths
from gamify.engine import lots
from gamify.engine.happening import LAPSE
from gamify.engine.lots import AHEAD, NOTICE, Line, Lots
from gamify.models import Account, Currency, Cutoff, Lapse, Player
from gamify.services import record
from gamify.storage import lapses, lots as sums
from inbox.services import notifications
from lib import jobs
from live.services import topics

SOON, GONE = "lapse_soon", "lapsed"  # kinds of notification
PAGE = 200  # accounts
MOST_PAGES = 20  # in one go, so that other jobs have their turn
Walk = Callable[[Cutoff, Sequence[Account], datetime], object]


def run_due(*, now: datetime) -> int:
    """Announce the cut-offs that come, tell whom they concern, and do those that are due; return the accounts seen.

    May be killed anywhere and run again, late, or by several at once. Outside any transaction.
    """
    announce(now=now)
    unwarned = Cutoff.objects.filter(warned_at=None)
    return _walk(unwarned, "warned", _warn, now) + _walk(_due_now(now), "lapsed", _lapse_page, now)


def _due_now(now: datetime) -> QuerySet[Cutoff]:
    return Cutoff.objects.filter(lapsed_at=None, at__lte=now, warned_at__lte=now - NOTICE)


@transaction.atomic
def announce(*, now: datetime) -> None:
    """Open the cut-offs that are a month away, each once; one that nobody opened in time is left to the next."""
    for currency in Currency.objects.filter(lapses_after_months__isnull=False):
        assert currency.lapses_after_months is not None
        for at in lots.cutoffs(now, AHEAD):
            is_in_time = at >= now + NOTICE and (currency.lapses_from is None or at >= currency.lapses_from)
            if is_in_time:
                before = lots.earned_before(at, currency.lapses_after_months)
                found = {"earned_before": before, "announced_at": now}
                Cutoff.objects.get_or_create(currency=currency, at=at, defaults=found)


def _walk(cutoffs: QuerySet[Cutoff], name: str, work: Walk, now: datetime) -> int:
    """Do `work` for a page of accounts after the other, and remember after each how far that went."""
    seen = 0
    for cutoff in cutoffs.select_related("currency").order_by("at", "pk"):
        for _page in range(MOST_PAGES):
            reached = getattr(cutoff, f"{name}_to")
            rows = Account.objects.filter(
                currency=cutoff.currency, available__gt=0, user__is_active=True, pk__gt=reached
            )
            page = list(rows.select_related("user").order_by("pk")[:PAGE])
            mine = Cutoff.objects.filter(pk=cutoff.pk)
            if not page:
                mine.filter(**{f"{name}_at": None}).update(**{f"{name}_at": now})
                break
            work(cutoff, page, now)
            setattr(cutoff, f"{name}_to", page[-1].pk)
            mine.update(**{f"{name}_to": Greatest(f"{name}_to", page[-1].pk)})
            seen += len(page)
    return seen


@transaction.atomic
def _warn(cutoff: Cutoff, page: Sequence[Account], now: datetime) -> None:
    """Tell whom it concerns, those too who hide the game: the points are theirs."""
    before = Cutoff.objects.filter(currency=cutoff.currency, at__lt=cutoff.at, lapsed_at=None).order_by("-at").first()
    due, gone = _due(cutoff, page), _due(before, page) if before else {}
    lines = [
        notifications.Line(
            recipient_id=account.user_id,
            recipient=account.user.public_id,
            kind=SOON,
            key=f"{SOON}:{cutoff.pk}",
            url=paths.of_points(account.user),
            data=_words(cutoff, amount),
            at=now,
        )
        for account in page
        if (amount := due[account.pk] - gone.get(account.pk, 0)) > 0
    ]
    topics.touch(*notifications.send_many(lines=lines))


def tell(*, user: User, now: datetime) -> None:
    """Tell a member who has come back what was announced while they were away. Inside a transaction."""
    for cutoff in Cutoff.objects.filter(lapsed_at=None).select_related("currency").order_by("at"):
        mine = Account.objects.filter(user=user, currency=cutoff.currency, available__gt=0)
        _warn(cutoff, list(mine.select_related("user")), now)


def _lapse_page(cutoff: Cutoff, page: Sequence[Account], now: datetime) -> None:
    due = _due(cutoff, page)
    with record.batched():
        jobs.each([each.pk for each in page if due[each.pk]], partial(lapse, cutoff=cutoff, now=now))


@transaction.atomic
def lapse(account: int, *, cutoff: Cutoff, now: datetime) -> int:
    """Take what is due of one account at `cutoff`, once, and return how much.

    Locks: the player, then the account. Emits: the activity `lapse`, the member's game.
    """
    held = Account.objects.select_related("user").get(pk=account)
    Player.objects.select_for_update().filter(pk=held.user_id).first()
    old = _lots(cutoff, [held])[held.pk]
    is_open = held.user.is_active and _due_now(now).filter(pk=cutoff.pk, currency=held.currency_id).exists()
    if not old.due or not is_open or Lapse.objects.filter(account=held, cutoff=cutoff).exists():
        return 0
    activity = record.activity(
        actor=held.user,
        verb=LAPSE,
        object=record.Ref("currency", cutoff.currency_id),
        key=f"{LAPSE}:{held.pk}:{cutoff.pk}",
        source=lots.SOURCE,
        data={"amount": old.due, "currency": cutoff.currency_id},
        now=now,
    )
    entry = lapses.enter(account=held.pk, currency=cutoff.currency_id, amount=-old.due, activity=activity.pk, now=now)
    Lapse.objects.create(account=held, cutoff=cutoff, entry=entry, earned=old.earned, used=old.used)
    words, key, url = _words(cutoff, old.due), f"{GONE}:{cutoff.pk}", paths.of_points(held.user)
    notifications.send(recipient=held.user, kind=GONE, key=key, url=url, data=words, now=now)
    topics.touch(f"member:{held.user.public_id}:game")
    return old.due


def _due(cutoff: Cutoff, page: Sequence[Account]) -> dict[int, int]:
    return {account: found.due for account, found in _lots(cutoff, page).items()}


def _lots(cutoff: Cutoff, page: Sequence[Account]) -> dict[int, Lots]:
    found = sums.add_up([each.pk for each in page], [Line(cutoff.earned_before, cutoff.announced_at)])
    return {each.pk: found[each.pk][0] if each.pk in found else Lots(0, 0, 0) for each in page}


def _words(cutoff: Cutoff, amount: int) -> dict[str, Any]:
    return {"amount": amount, "names": cutoff.currency.names, "day": lots.last_day(cutoff.at).isoformat()}
