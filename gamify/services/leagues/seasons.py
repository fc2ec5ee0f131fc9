"""A season: counted when a week of it is settled, settled with its last one, and then told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from gamify import paths
from gamify.engine import leagues, periods, seasons
from gamify.models import LeagueCohort, Season, SeasonStanding
from gamify.services import bulk_record
from gamify.services.record import Fact, Ref
from gamify.storage import leagues as storage, seasons as counts
from inbox.services import notifications
from lib import jobs
from live.services import topics

KIND = OBJECT = SOURCE = TOPIC = "season"
WIN = "win"
BATCH = 500


def count_due(*, now: datetime) -> int:
    """Count the seasons of which a week is over, settle those that are over, and tell of them; return how many.

    A job, safe to run twice and to be killed. Not while the league of a week that is over waits to be settled.
    Queries: 4 when nothing is due.
    """
    over = now - leagues.GRACE
    if LeagueCohort.objects.filter(settled_at=None, period__ends_at__lte=over).exists():
        return 0
    _open(over)
    behind = Season.objects.filter(settled_at=None, counted_until__lt=_latest_end(over)).order_by("starts_at")
    done = jobs.sweep(behind, count, now)
    return done + jobs.sweep(Season.objects.filter(told_at=None).exclude(settled_at=None).order_by("pk"), tell, now)


def _latest_end(over: datetime) -> datetime:
    """Return when the latest week ended that is over."""
    return periods.bounds(periods.board_week(over))[0]


def _open(over: datetime) -> None:
    """Open the seasons of which a week is over by now. Queries: 1, with any 2."""
    covered = Season.objects.filter(starts_at__lte=OuterRef("starts_at"), ends_at__gt=OuterRef("starts_at"))
    played = Exists(LeagueCohort.objects.filter(period=OuterRef("pk")))
    weeks = (
        storage.weeks()
        .filter(~Exists(covered), played, ends_at__lte=over)
        .order_by("key")
        .values_list("key", flat=True)
    )
    fresh = [_season(key) for key in dict.fromkeys(map(seasons.of_week, weeks))]
    Season.objects.bulk_create(fresh, ignore_conflicts=True)


def _season(key: str) -> Season:
    starts_at, ends_at = seasons.bounds(key)
    return Season(key=key, starts_at=starts_at, ends_at=ends_at, counted_until=starts_at)


@transaction.atomic
def count(pk: int, *, now: datetime) -> int:
    """Count one season by its settled weeks; when it is over, settle it: nothing changes its places any more.

    Locks: the season. Queries: 4, to settle it 5 more. Emits: `win` of the first three, the topic of seasons.
    """
    season = Season.objects.select_for_update(no_key=True).get(pk=pk)
    if season.settled_at:
        return 0
    until = min(season.ends_at, _latest_end(now - leagues.GRACE))
    is_over = until == season.ends_at
    Season.objects.filter(pk=pk).update(counted_until=until, settled_at=now if is_over else None)
    counts.count(pk)
    if is_over:
        bulk_record.activities(_wins(season), source=SOURCE, now=now)
    topics.touch(TOPIC)
    return 1


def _wins(season: Season) -> list[Fact]:
    lines = counts.first([season.pk], most=seasons.CHAMPIONS)
    people = User.objects.in_bulk([line.user_id for line in lines])
    about = Ref(OBJECT, str(season.pk))
    return [Fact(people[each.user_id], WIN, about, f"{season.key}:{each.rank}", {"place": each.rank}) for each in lines]


def tell(pk: int, *, now: datetime) -> int:
    """Tell everybody who has a place in a settled season, once, in batches; killed halfway it goes on."""
    season = Season.objects.get(pk=pk)
    places = SeasonStanding.objects.filter(season=season, rank__isnull=False).order_by("rank").select_related("user")
    latest = 0
    while rows := list(places.filter(rank__gt=latest)[:BATCH]):
        _tell(season, rows, now)
        latest = rows[-1].rank or 0
    return Season.objects.filter(pk=pk, told_at=None).update(told_at=now)


@transaction.atomic
def _tell(season: Season, rows: Sequence[SeasonStanding], now: datetime) -> None:
    """Queries: 2, and the topics."""
    topics.touch(*notifications.send_many(lines=list(_lines(season, rows, now))))


def _lines(season: Season, rows: Sequence[SeasonStanding], now: datetime) -> Iterator[notifications.Line]:
    key, url = f"{KIND}:{season.key}", paths.of_season(season.key)
    for row in rows:
        data = {"season": season.key, "rank": row.rank, "weeks": row.weeks}
        yield notifications.Line(row.user_id, row.user.public_id, KIND, key, url, data, now)
