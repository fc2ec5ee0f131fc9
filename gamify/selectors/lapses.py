"""Which points of a member lapse soon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from gamify.engine import lots
from gamify.engine.lots import Line
from gamify.models import Account, Currency, Cutoff
from gamify.selectors import words
from gamify.storage import lots as sums

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Lapsing:
    """Points that lapse at `at`, the end of a month in UTC, so many `months` after the one that brought them."""

    currency: str
    name: str
    amount: int
    at: datetime
    months: int

    @property
    def day(self) -> str:
        return words.day(lots.last_day(self.at))

    @property
    def points(self) -> str:
        return words.amount(self.amount, self.name)

    @property
    def sentence(self) -> str:
        return _("%(points)s will lapse on %(day)s unless spent before.") % {"points": self.points, "day": self.day}


def soon(*, user: User, now: datetime) -> tuple[Lapsing, ...]:
    """Return what of the member's points lapses within sixty days, soonest first.

    Queries: 1 without points that may lapse, else 2 more, and 2 for each currency with a cut-off ahead.
    """
    rows = Account.objects.filter(user=user, available__gt=0, currency__lapses_after_months__isnull=False)
    accounts = list(rows.select_related("currency").order_by("currency"))
    if not accounts or not user.is_active:
        return ()
    ahead = Cutoff.objects.filter(at__gt=now, at__lte=now + SOON, currency__in=[each.currency_id for each in accounts])
    known = {(row.currency_id, row.at): row for row in ahead}
    found = [each for account in accounts for each in _of(account, known, now)]
    return tuple(sorted(found, key=attrgetter("at", "currency")))


@dataclass(frozen=True)
class Owed:
    """A currency that is spent, for staff: what members have of it, what it lapses after, and what lapsed latest."""

    name: str
    points: int
    people: int
    months: int | None
    ahead: date | None
    latest: date | None
    lapsed: int
    lapsed_people: int


def owed() -> tuple[Owed, ...]:
    """Return what members have to spend, by currency; `ahead` is the next cut-off that is announced. Queries: 3."""
    mine = Q(accounts__available__gt=0)
    rows = Currency.objects.filter(is_spendable=True).order_by("key")
    found = rows.annotate(points=Sum("accounts__available", filter=mine), people=Count("accounts", filter=mine))
    ahead = dict(Cutoff.objects.filter(lapsed_at=None).order_by("-at").values_list("currency", "at"))
    gone = Cutoff.objects.filter(lapses__isnull=False).order_by("at").values_list("currency", "at")
    latest = {key: row for key, *row in gone.annotate(sum=Sum("lapses__entry__amount"), people=Count("lapses"))}
    return tuple(_owed(row, ahead, latest.get(row.pk, (None, 0, 0))) for row in found)


def _owed(row: Any, ahead: Mapping[str, datetime], latest: Sequence[Any]) -> Owed:
    at, total, people = latest
    has = (row.points or 0, row.people, row.lapses_after_months)
    return Owed(row.name, *has, _eve(ahead.get(row.pk)), _eve(at), -total, people)


def _eve(at: datetime | None) -> date | None:
    return at and lots.last_day(at)


def _of(account: Account, known: dict[tuple[str, datetime], Cutoff], now: datetime) -> Iterator[Lapsing]:
    moments = list(_moments(account.currency, known, now))
    if not moments:
        return
    found = sums.add_up([account.pk], [line for _at, line in moments]).get(account.pk, ())
    gone = 0
    for (at, _line), each in zip(moments, found, strict=False):
        if each.due > gone:
            currency, months = account.currency, account.currency.lapses_after_months or 0
            yield Lapsing(currency.key, currency.name, each.due - gone, at, months)
            gone = each.due


def _moments(
    currency: Currency, known: dict[tuple[str, datetime], Cutoff], now: datetime
) -> Iterator[tuple[datetime, Line]]:
    """Yield the cut-offs ahead: those that are announced as they are, the others as they would be."""
    assert currency.lapses_after_months is not None
    for at in lots.cutoffs(now, SOON):
        row = known.get((currency.key, at))
        if row:
            yield at, Line(row.earned_before, row.announced_at)
        elif at >= max(now + lots.NOTICE, currency.lapses_from or now):
            yield at, Line(lots.earned_before(at, currency.lapses_after_months), now)
