"""The end of a league's week: ranks kept on the seats, and where everybody goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from gamify.engine import leagues
from gamify.models import LeagueCohort, LeagueSeat, Period, Waiting
from gamify.storage import leagues as storage
from gamify.storage.leagues import Place
from inbox.services import notifications
from lib import jobs, sql
from live.services import topics

KIND = "league"
_KEY = (("period_id", "bigint"), ("user_id", "bigint"))
_RESULT = (("rank", "smallint"), ("score", "bigint"), ("reached_at", "timestamptz"), ("next_division", "smallint"))


def settle_due(*, now: datetime) -> int:
    """Settle the cohorts of weeks that are over; return how many. A job, safe to run twice and to be killed.

    Not while something that was recorded before such an end still waits for the engine.
    """
    over = LeagueCohort.objects.filter(settled_at=None, period__ends_at__lte=now - leagues.GRACE).order_by("pk")
    latest = over.order_by("-period__ends_at").values_list("period__ends_at", flat=True).first()
    if latest is None or Waiting.objects.filter(activity__recorded_at__lt=latest).exists():
        return 0
    return jobs.sweep(over, settle, now)


@transaction.atomic
def settle(pk: int, *, now: datetime) -> int:
    """Keep the ranks of one cohort and say where each goes on, once; return whether it did.

    What is undone afterwards changes standings and no settled rank. Locks: the cohort. Queries: 10 at most.
    Emits: a line in the inbox of everybody who stands there, the week's board topic.
    """
    cohort = LeagueCohort.objects.select_for_update(no_key=True).get(pk=pk)
    if cohort.settled_at:
        return 0
    period = Period.objects.get(pk=cohort.period_id)
    places = storage.running(pk)
    found = leagues.zones(len(places), division=cohort.division, highest=storage.highest(period))
    zones = [leagues.zone(place.rank, len(places), found) for place in places]
    LeagueSeat.objects.filter(cohort=cohort).update(next_division=cohort.division)
    rows = [
        (period.pk, each.user_id, each.rank, each.score, each.reached_at, leagues.following(cohort.division, zone))
        for each, zone in zip(places, zones, strict=True)
    ]
    sql.update(LeagueSeat._meta.db_table, _KEY, _RESULT, rows)
    LeagueCohort.objects.filter(pk=pk).update(settled_at=now)
    told = notifications.send_many(lines=list(_lines(cohort, period, places, zones, now)))
    topics.touch(f"board:{period.pk}", *told)
    return 1


def _lines(
    cohort: LeagueCohort, period: Period, places: Sequence[Place], zones: Sequence[leagues.Zone], now: datetime
) -> Iterator[notifications.Line]:
    for place, zone in zip(places, zones, strict=True):
        data = {"rank": place.rank, "zone": zone.value, "division": cohort.division}
        url = f"/boards/league/{period.key}/"
        yield notifications.Line(place.user_id, place.public_id, KIND, f"league:{period.key}", url, data, now)
