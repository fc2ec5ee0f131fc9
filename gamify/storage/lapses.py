"""What lapsed, entered; and what is undone or given again after it lapsed, so that it neither goes nor comes twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import F

from gamify.engine import lots
from gamify.engine.decision import Decision, Entry
from gamify.engine.facts import GROWTH
from gamify.engine.happening import LAPSE, Happening
from gamify.models import Account, Lapse, LedgerEntry
from gamify.storage.loading import Book

Mirror = tuple[int, int]  # an account, and the activity that took back or gave again what it had earned


def enter(*, account: int, currency: str, amount: int, activity: int, now: datetime) -> LedgerEntry:
    """Enter what lapsed, or comes back of it, with the balance. Inside a transaction that has locked the player."""
    Account.objects.filter(pk=account).update(available=F("available") + amount)
    return LedgerEntry.objects.create(
        account_id=account,
        kind=LedgerEntry.Kind.EXPIRE,
        amount=amount,
        activity_id=activity,
        source=f"{LAPSE}/{currency}",
        earned_at=now,
        at=now,
    )


def follow(decided: Sequence[tuple[Happening, Decision]], book: Book, now: datetime) -> None:
    """Let what lapsed follow what the batch took back or gave again of old points, in the same transaction.

    Queries: none, unless something so old was mirrored; then 1, and some more for accounts that lost points.
    """
    mirrors: dict[Mirror, list[Entry]] = {}
    for account, entry in _old(decided, book, now):
        mirrors.setdefault((account, entry.activity_id), []).append(entry)
    if not mirrors:
        return
    rows = Lapse.objects.filter(account__in={account for account, _ in mirrors}).select_related("cutoff", "account")
    found: dict[int, list[Lapse]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.account_id, []).append(row)
    for (account, activity), entries in mirrors.items():
        if account in found:
            _follow(found[account], activity, entries, now)


def _old(decided: Sequence[tuple[Happening, Decision]], book: Book, now: datetime) -> Iterator[tuple[int, Entry]]:
    for happening, decision in decided:
        for entry in decision.entries:
            if entry.reverses and entry.currency != GROWTH and entry.earned_at < now - lots.YOUNGEST:
                yield book.accounts[happening.actor_id, entry.currency], entry


def _follow(rows: Sequence[Lapse], activity: int, entries: Sequence[Entry], now: datetime) -> None:
    before = _total(rows)
    for entry in entries:
        chain = _chain(entry)
        for row in rows:
            if entry.earned_at < row.cutoff.earned_before and _was_counted(chain, row):
                row.earned += entry.amount
    Lapse.objects.bulk_update(rows, ["earned"])
    if (less := before - _total(rows)) != 0:
        account = rows[0].account
        enter(account=account.pk, currency=account.currency_id, amount=less, activity=activity, now=now)


def _total(rows: Sequence[Lapse]) -> int:
    return lots.total((row.earned, row.used) for row in rows)


def _chain(entry: Entry) -> list[LedgerEntry]:
    """Return what `entry` mirrors, what that mirrored, and so on to what was earned."""
    assert entry.reverses is not None
    found: list[LedgerEntry] = []
    pk = entry.reverses.id
    while pk is not None:
        found.append(LedgerEntry.objects.get(pk=pk))
        pk = found[-1].reverses_id
    return found


def _was_counted(chain: Sequence[LedgerEntry], row: Lapse) -> bool:
    """Say whether `row` counted as earned what the chain ends with, as `lots.add_up` counts."""
    until = row.cutoff.announced_at
    known = [each for each in chain if each.pk < row.entry_id]
    mirrored = (*known[1:], None)
    return sum(each.amount for each, cause in zip(known, mirrored, strict=True) if _is_there(each, cause, until)) > 0


def _is_there(entry: LedgerEntry, cause: LedgerEntry | None, until: datetime) -> bool:
    return entry.at < until or (entry.amount < 0 and cause is not None and cause.at < until)
