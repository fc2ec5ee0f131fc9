"""What accounts have earned, used and lost of their lots, added up from the ledger and the holds."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, Sum

from gamify.engine.lots import Line, Lots
from gamify.models import Hold, LedgerEntry

Kind = LedgerEntry.Kind
_NOT_EARNED = (Kind.SPEND, Kind.RELEASE, Kind.EXPIRE)


def add_up(accounts: Sequence[int], lines: Sequence[Line]) -> dict[int, list[Lots]]:
    """Return the lots of each account that has entries, one for each line.

    What is given, given again, given back or let go from a line's `until` on is not there yet for it; what is used, or
    taken back of what was there, always counts. So a later look never finds more due than an earlier one. Queries: 2.
    """
    held = _held(accounts, lines)
    sums = {f"{name}_{place}": Sum("amount", filter=each) for name, place, each in _filters(lines)}
    rows = LedgerEntry.objects.filter(account__in=accounts).values("account").annotate(**sums)
    return {
        row["account"]: [
            Lots(
                earned=row[f"earned_{place}"] or 0,
                used=held.get(row["account"], {}).get(place, 0) - (row[f"used_{place}"] or 0),
                lapsed=-(row["lapsed_0"] or 0),
            )
            for place in range(len(lines))
        ]
        for row in rows
    }


def _filters(lines: Sequence[Line]) -> list[tuple[str, int, Q]]:
    found = [("lapsed", 0, Q(kind=Kind.EXPIRE))]
    for place, line in enumerate(lines):
        is_there, is_earned = Q(at__lt=line.until), Q(earned_at__lt=line.earned_before)
        is_gone = Q(amount__lt=0, reverses__at__lt=line.until)
        found.append(("earned", place, ~Q(kind__in=_NOT_EARNED) & is_earned & (is_there | is_gone)))
        found.append(("used", place, Q(kind=Kind.SPEND) | Q(kind=Kind.RELEASE) & is_there))
    return found


def _held(accounts: Sequence[int], lines: Sequence[Line]) -> dict[int, dict[int, int]]:
    """Return what is set aside by account and line, and what was when the line was drawn."""
    first = min(line.until for line in lines)
    open_then = Q(state=Hold.State.HELD) | Q(state=Hold.State.RELEASED, ended_at__gte=first)
    found: dict[int, dict[int, int]] = {}
    rows = Hold.objects.filter(open_then, account__in=accounts).values_list("account", "amount", "ended_at")
    for account, amount, ended_at in rows:
        mine = found.setdefault(account, {})
        for place, line in enumerate(lines):
            if ended_at is None or ended_at >= line.until:
                mine[place] = mine.get(place, 0) + amount
    return found
