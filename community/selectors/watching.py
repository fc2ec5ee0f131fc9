"""Signs that a vote or a proposal's support may not be honest. They accuse nobody: people look, and say why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.db.models.functions import TruncHour

from accounts.models import User
from community.models import Proposal, Support, Vote, VoteRound

YOUNG = timedelta(days=14)
BURST = 5  # accounts that were made in the same hour and vote here
MOST = 200


@dataclass(frozen=True)
class Voter:
    """Somebody who voted: when, how much of their allowance, and the signs; never for what."""

    user: User
    first_at: datetime
    latest_at: datetime
    spent: int
    struck: int
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
    """Return who voted, those with signs in front; two hundred at most. Queries: 4."""
    rows = Vote.objects.filter(round=vote).values("user_id").annotate(first=Min("at"), latest=Max("at"))
    times = {row["user_id"]: row for row in rows}
    live = Vote.objects.filter(round=vote, state__in=(Vote.State.LIVE, Vote.State.COUNTED))
    spent = dict(live.values_list("user_id").annotate(cost=Sum("cost")))
    invalid = Vote.objects.filter(round=vote, state=Vote.State.INVALID)
    struck = dict(invalid.values_list("user_id").annotate(many=Count("pk")))
    people = User.objects.in_bulk(times)
    hours = Counter(_hour(person.date_joined) for person in people.values())
    found = [
        Voter(
            user=person,
            first_at=times[pk]["first"],
            latest_at=times[pk]["latest"],
            spent=spent.get(pk, 0),
            struck=struck.get(pk, 0),
            is_young=times[pk]["first"] - person.date_joined < YOUNG,
            is_in_burst=hours[_hour(person.date_joined)] >= BURST,
        )
        for pk, person in people.items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.has_sign, each.first_at, each.user.pk))[:MOST])


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
