"""Signs that a vote or a proposal's support may not be honest. They accuse nobody: people look, and say why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import TruncHour

from accounts.models import User
from community.models import Allowance, Proposal, Support, Vote, VoteRound
from lib import errors

YOUNG = timedelta(days=14)
BURST = 5  # accounts that were made in the same hour and vote here
MOST = 200
_SHOWN = (Support.State.COUNTED, Support.State.PROVISIONAL, Support.State.STRUCK)


@dataclass(frozen=True)
class Voter:
    """Somebody who voted or supports: when, how much of their allowance, and the signs; never for what."""

    user: User
    pk: int  # of their allowance or support
    first_at: datetime
    latest_at: datetime
    spent: int
    struck: bool
    is_young: bool
    is_in_burst: bool

    @property
    def has_sign(self) -> bool:
        return self.is_young or self.is_in_burst


@dataclass(frozen=True)
class Hour:
    """So many supports in one hour; `young` of them from young accounts."""

    at: datetime
    many: int
    young: int


@dataclass(frozen=True)
class Signs:
    """What stands out in the support of a proposal: plain counts."""

    supporters: int
    young: int
    only_this: int
    busiest: tuple[Hour, ...]


def voters(*, vote: VoteRound) -> tuple[Voter, ...]:
    """Return who voted, those with signs in front; two hundred at most. Queries: 3."""
    rows = Vote.objects.filter(round=vote).values("user_id").annotate(first=Min("at"), latest=Max("at"))
    times = {row["user_id"]: row for row in rows}
    held = Allowance.objects.filter(round=vote, user__in=times)
    allowances = {row.user_id: row for row in held}
    people = User.objects.in_bulk(times)
    hours = Counter(_hour(person.date_joined) for person in people.values())
    found = [
        _voter(person, allowances[pk], times[pk]["first"], times[pk]["latest"], hours[_hour(person.date_joined)])
        for pk, person in people.items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.has_sign, each.first_at, each.user.pk))[:MOST])


def supporters(*, proposal: Proposal) -> tuple[Voter, ...]:
    """Return whose support stands out by a sign, the most recent first; two hundred at most. Queries: 2."""
    rows = Support.objects.filter(proposal=proposal, state__in=_SHOWN)
    hours = Counter(_hour(at) for at in rows.values_list("user__date_joined", flat=True))
    bursts = [at for at, many in hours.items() if many >= BURST]
    made = Q(user__date_joined__gt=F("since") - YOUNG)
    for at in bursts[:MOST]:
        made |= Q(user__date_joined__gte=at, user__date_joined__lt=at + timedelta(hours=1))
    shown = rows.filter(made).select_related("user").order_by("-since", "-pk")[:MOST]
    return tuple(_voter(row.user, row, row.since, row.changed_at, hours[_hour(row.user.date_joined)]) for row in shown)


def voter(*, target: Support | Allowance) -> Voter:
    """Return what is known of whose vote or support it is. Queries: 2 for a ballot, 1 for a support."""
    hour = _hour(target.user.date_joined)
    same = {"user__date_joined__gte": hour, "user__date_joined__lt": hour + timedelta(hours=1)}
    if isinstance(target, Support):
        many = Support.objects.filter(proposal=target.proposal, state__in=_SHOWN, **same).count()
        return _voter(target.user, target, target.since, target.changed_at, many)
    rows = Vote.objects.filter(round=target.round)
    times = rows.filter(user=target.user).aggregate(first=Min("at"), latest=Max("at"))
    many = rows.filter(**same).aggregate(many=Count("user", distinct=True))["many"]
    return _voter(target.user, target, times["first"], times["latest"], many)


def find_ballot(*, vote: VoteRound, pk: int) -> Allowance | None:
    """Return somebody's ballot by its key. Queries: 1."""
    return Allowance.objects.filter(round=vote, pk=pk).select_related("user", "round__group").first()


def find_support(*, proposal: Proposal, pk: int) -> Support | None:
    """Return somebody's support by its key. Queries: 1."""
    return Support.objects.filter(proposal=proposal, pk=pk).select_related("user", "proposal__group").first()


def support_of(*, proposal: Proposal, handle: str) -> Support:
    """Return somebody's support. Queries: 1. Raises: NotFound."""
    rows = Support.objects.filter(proposal=proposal, user__username=handle)
    found = rows.select_related("user", "proposal__group").first()
    if found is None:
        raise errors.NotFound(code="community.support_not_found")
    return found


def _voter(person: User, row: Support | Allowance, first: datetime, latest: datetime, many: int) -> Voter:
    return Voter(
        user=person,
        pk=row.pk,
        first_at=first,
        latest_at=latest,
        spent=row.spent if isinstance(row, Allowance) else 0,
        struck=row.struck_at is not None if isinstance(row, Allowance) else row.state == Support.State.STRUCK,
        is_young=first - person.date_joined < YOUNG,
        is_in_burst=many >= BURST,
    )


def signs(*, proposal: Proposal) -> Signs:
    """Return what stands out in a proposal's support. Queries: 4."""
    rows = Support.objects.filter(proposal=proposal, state__in=(Support.State.COUNTED, Support.State.PROVISIONAL))
    ages = rows.filter(user__date_joined__gt=proposal.created_at - YOUNG)
    young = dict(_by_hour(ages))
    busiest = _by_hour(rows).order_by("-many", "hour")[:12]
    others = Support.objects.exclude(proposal=proposal).values("user_id")
    return Signs(
        supporters=rows.count(),
        young=sum(young.values()),
        only_this=rows.exclude(user__in=others).count(),
        busiest=tuple(Hour(hour, many, young.get(hour, 0)) for hour, many in busiest),
    )


def _by_hour(rows: QuerySet[Support]) -> QuerySet[Any, tuple[datetime, int]]:
    return rows.annotate(hour=TruncHour("since")).values_list("hour").annotate(many=Count("pk"))


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
