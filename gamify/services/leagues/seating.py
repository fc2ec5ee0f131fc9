"""Seats for those who earned in a week: in a cohort of their division, beside whoever began when they did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Sum

from accounts.models import User
from gamify.engine import leagues
from gamify.models import LeagueCohort, LeagueSeat, Period, Season, SeasonStanding
from gamify.storage import leagues as storage
from lib import bulk, jobs
from live.services import topics

BATCH = 1000


def seat_due(*, now: datetime) -> int:
    """Seat everybody who earned in the week that runs, or in one whose end is minutes ago; return how many.

    A job, safe to run twice. Somebody whose last cohort is not settled yet is seated once it is.
    """
    open_weeks = storage.weeks().filter(starts_at__lte=now, ends_at__gt=now - leagues.GRACE)
    return jobs.each(open_weeks.order_by("starts_at").values_list("pk", flat=True), _seat_all)


def _seat_all(period_id: int) -> int:
    """Who waits is looked up without any lock, which on SQLite nobody could write beside."""
    total = 0
    while people := storage.waiting(period_id, most=BATCH):
        done = _seat(period_id, [user for user, _ in people])
        total += done
        if done < BATCH:
            break
    return total


@transaction.atomic
def _seat(period_id: int, users: Sequence[int]) -> int:
    """Locks: the week, then its cohorts with free seats.

    Queries: 2, with anybody 4 more, 3 for a division and 1 or 2 for a cohort.
    """
    period = Period.objects.select_for_update(no_key=True).get(pk=period_id)
    people = storage.still_waiting(period_id, users=users)
    if not people:
        return 0
    before = _played_before(period)
    highest = storage.highest(before)
    seats: list[LeagueSeat] = []
    for division, users in _by_division(people, highest).items():
        expected = storage.expected(before, division, highest=highest)
        dealt = _deal(period, division, users, expected)
        seats += (LeagueSeat(period=period, user_id=user, cohort=cohort) for cohort, user in dealt)
    bulk.insert(seats)
    topics.touch(f"board:{period.pk}")
    return len(seats)


def _played_before(period: Period) -> Period | None:
    cohorts = LeagueCohort.objects.filter(period=OuterRef("pk"))
    return storage.weeks().filter(Exists(cohorts), starts_at__lt=period.starts_at).order_by("-starts_at").first()


def _by_division(people: Iterable[tuple[int, int]], highest: int) -> dict[int, list[int]]:
    """Return who waits, by the division they sit down in: the lowest at first, and none that is not open."""
    found: dict[int, list[int]] = {}
    for user, went_on in people:
        found.setdefault(min(max(went_on, leagues.LOWEST), highest), []).append(user)
    return dict(sorted(found.items()))


def _deal(period: Period, division: int, users: Sequence[int], expected: int) -> Iterable[tuple[LeagueCohort, int]]:
    """Return a cohort for each: the newest with free seats first, so that who begins together sits together.

    They are as even as the number of those allows who are `expected` in the division, or in it by now.
    """
    here = LeagueCohort.objects.filter(period=period, division=division)
    known = here.aggregate(latest=Max("number", default=0), seated=Sum("size", default=0))
    size = leagues.even_size(max(expected, known["seated"] + len(users)))
    free = here.filter(size__lt=size, settled_at=None).select_for_update(no_key=True).order_by("-number")
    cohorts = list(free)
    dealt = leagues.deal(len(users), [size - cohort.size for cohort in cohorts], size)
    numbers = range(known["latest"] + 1, known["latest"] + 1 + len(dealt) - len(cohorts))
    cohorts += [LeagueCohort.objects.create(period=period, division=division, number=number) for number in numbers]
    for cohort, joining in zip(cohorts, dealt, strict=True):
        LeagueCohort.objects.filter(pk=cohort.pk).update(size=F("size") + joining)
    seats = chain.from_iterable([cohort] * joining for cohort, joining in zip(cohorts, dealt, strict=True))
    return zip(seats, users, strict=True)


def leave(*, user: User) -> None:
    """Give up every seat of an account that is erased, and its places in seasons.

    Inside the caller's transaction. Locks: the seasons that are still counted. Queries: 4.
    """
    list(Season.objects.select_for_update(no_key=True).filter(settled_at=None).order_by("pk"))
    LeagueCohort.objects.filter(seats__user=user).update(size=F("size") - 1)
    LeagueSeat.objects.filter(user=user).delete()
    SeasonStanding.objects.filter(user=user).delete()
