"""Two workers at one week: everybody has one seat, and a cohort is settled once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F

from accounts.models import User
from gamify.engine import seasons as rules
from gamify.engine.leagues import GRACE
from gamify.models import Activity, LeagueCohort, LeagueSeat, Season, SeasonStanding
from gamify.services.leagues import seasons, seating, settling
from gamify.storage import leagues as storage
from inbox.models import Notification
from lib import sql
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.playing import assert_leagues_agree, people, settled, stand, week
from tests.gamify.test_properties import START
from tests.races.hands import at_once, meet, unlock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("economy")]
HANDS = 3


@pytest.fixture
def played():
    """A week in which 25 stand on the board and nobody sits yet."""
    period = week(START)
    stand(people(25), period)
    return period


def test_hands_that_seat_and_settle_at_once_do_it_once(played):
    seated, errors = at_once(lambda _: seating.seat_due(now=START), HANDS)
    over = played.ends_at + GRACE
    settled, more = at_once(lambda _: settling.settle_due(now=over), HANDS)

    assert errors + more == []
    assert (sum(seated), sum(settled)) == (25, 2)
    assert sorted(LeagueCohort.objects.values_list("size", flat=True)) == [12, 13]
    assert LeagueSeat.objects.exclude(rank=None).count() == Notification.objects.filter(kind="league").count() == 25
    assert_leagues_agree()

    _ended, errors = at_once(lambda _: seasons.count_due(now=rules.bounds("2026-Q1")[1] + GRACE), HANDS)

    assert errors == []
    assert Notification.objects.filter(kind="season").count() == 25
    assert Activity.objects.filter(verb="win").count() == 3
    assert_leagues_agree()


@pytest.mark.production_only
def test_without_the_locks_the_same_hands_collide_and_no_cohort_is_crowded(played, monkeypatch):
    """The negative control: then constraints are what is left."""
    unlock(monkeypatch)
    meet(monkeypatch, storage, "still_waiting", HANDS)

    seated, _errors = at_once(lambda _: seating._seat_all(played.pk), HANDS)

    assert len(seated) == 1
    assert_leagues_agree()


@pytest.mark.production_only
def test_who_is_erased_while_their_season_is_counted_waits_for_it(played):
    settled(week(START - timedelta(weeks=1)), list(User.objects.order_by("pk")[:3]))
    seasons.count_due(now=START)
    erased, pk = User.objects.order_by("pk")[0], Season.objects.get().pk
    Season.objects.update(counted_until=F("starts_at"))
    SeasonStanding.objects.all().delete()

    def leave(_hand: int, patience: str = "100ms") -> None:
        with transaction.atomic():
            sql.run(f"SET LOCAL lock_timeout = '{patience}'")
            seating.leave(user=erased)

    with transaction.atomic():
        seasons.count(pk, now=START)
        _left, errors = at_once(leave, 1)
    leave(0)

    assert "lock timeout" in str(errors)
    assert sorted(SeasonStanding.objects.values_list("rank", flat=True)) == [2, 3]
