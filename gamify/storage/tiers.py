"""What tiers are counted from, as it is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import TruncDate

from gamify.engine import tiers
from gamify.engine.facts import GROWTH
from gamify.engine.happening import PASSIVE
from gamify.models import Account, Activity, HeldTier, LedgerEntry, Tier


def in_force() -> tuple[Tier, ...]:
    """Return the tiers, the lowest first. Queries: 1."""
    return tuple(Tier.objects.order_by("enter"))


def bars(found: Collection[Tier]) -> tuple[tiers.Bar, ...]:
    """Return what the rules look at."""
    return tuple(tiers.Bar(row.key, row.enter, row.keep) for row in found)


def gained(users: Collection[int], now: datetime) -> Mapping[int, int]:
    """Return the growth that each member gained in the days that count, less what was taken back. Queries: 1."""
    rows = _entries(users, now).values_list("account__user_id").annotate(total=Sum("amount"))
    return dict(rows.order_by())


def gained_on(user: int, now: datetime) -> Mapping[date, int]:
    """Return what the member gained on each of the days that count, in UTC. Queries: 1."""
    rows = _entries((user,), now).values_list(TruncDate("earned_at", tzinfo=UTC)).annotate(total=Sum("amount"))
    return dict(rows.order_by())


def back_again(rows: QuerySet[HeldTier]) -> frozenset[int]:
    """Return who of them did something themselves, or came by, since they were told. Queries: 1."""
    did = Activity.objects.filter(actor=OuterRef("pk"), recorded_at__gt=OuterRef("told_at")).exclude(verb__in=PASSIVE)
    return frozenset(rows.filter(Exists(did)).values_list("pk", flat=True))


def newcomers(least: int, most: int) -> list[int]:
    """Return some members who gained `least` growth at all and were never looked at. Queries: 1."""
    known = HeldTier.objects.filter(user=OuterRef("user"))
    rows = Account.objects.filter(~Exists(known), currency=GROWTH, available__gte=least)
    return list(rows.order_by("user_id").values_list("user_id", flat=True)[:most])


def _entries(users: Collection[int], now: datetime) -> QuerySet[LedgerEntry]:
    counted = LedgerEntry.objects.filter(account__user_id__in=users, account__currency=GROWTH)
    return counted.filter(earned_at__gte=tiers.counts_from(now))
