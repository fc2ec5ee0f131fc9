"""Seasons: counted by settled weeks, settled once with the last, told once."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from accounts import personal
from gamify.engine import seasons as rules
from gamify.engine.leagues import GRACE
from gamify.models import Activity, Award, LeagueCohort, Season, SeasonStanding
from gamify.selectors import season_paths, seasons
from gamify.services import visibility
from gamify.services.leagues import seasons as counting, seating
from inbox.models import Notification
from tests.faults.test_engine_faults import Killed, killed_at
from tests.gamify.playing import assert_leagues_agree, people, settled, stand, week

pytestmark = pytest.mark.usefixtures("economy")
SEASON = "2026-Q1"
STARTS_AT, ENDS_AT = rules.bounds(SEASON)
OVER = ENDS_AT + GRACE


def played(number):
    """Return a week of the season, opened; the first is 0."""
    return week(STARTS_AT + timedelta(weeks=number))


def places(season=SEASON, user=None):
    found = seasons.season(key=season, now=OVER)
    return [(row.position, row.handle, row.score) for row in seasons.places(user=user, season=found)]


def test_each_has_the_sum_of_their_best_weeks_and_equal_sums_go_to_the_first():
    chance, users = Random(4), people(9)
    for number in range(13):
        period, present = played(number), chance.sample(users, chance.randint(2, 9))
        settled(period, present[:4])
        settled(period, present[4:], division=2)

    counting.count_due(now=OVER)

    sums = {}
    for user in users:
        found = season_paths.path(user=user, season=seasons.season(key=SEASON, now=OVER))
        assert len(found.weeks) == 13
        latest = max(week.starts_at for week in found.weeks if week.counts)
        sums[user.username] = (found.points, found.played, latest)
    rows = SeasonStanding.objects.order_by("rank").values_list("user__username", "points", "weeks", "reached_at")
    stored = {name: (points, weeks, at - timedelta(days=at.weekday())) for name, points, weeks, at in rows}
    assert {name: (*each[:2], each[2].date()) for name, each in stored.items()} == {
        name: (*each[:2], each[2].date()) for name, each in sums.items()
    }
    assert [rank for rank, *_ in places()] == list(range(1, 10))
    assert_leagues_agree()


def test_a_season_is_counted_when_a_week_of_it_is_settled_and_waits_for_its_leagues(clock):
    users = people(3)
    settled(played(0), users)
    stand(users, played(1), [1, 5, 9])
    seating.seat_due(now=STARTS_AT + timedelta(weeks=1, hours=1))
    ends = [STARTS_AT + timedelta(weeks=number) + GRACE for number in (1, 2)]

    early = counting.count_due(now=ends[0] - timedelta(seconds=1))
    counted = [counting.count_due(now=ends[0]) for _twice in range(2)]
    first = places()
    waits = counting.count_due(now=ends[1])
    LeagueCohort.objects.filter(settled_at=None).delete()
    settled(played(1), [users[1], users[0]], division=2)

    assert (early, counted, waits) == (0, [1, 0], 0)
    assert first == [(1, "player0", 12), (2, "player1", 10), (3, "player2", 8)]
    assert counting.count_due(now=ends[1]) == 1
    assert places() == [(1, "player1", 26), (2, "player0", 26), (3, "player2", 8)]
    assert Season.objects.get().settled_at is None
    assert_leagues_agree()


@pytest.mark.django_db(transaction=True)
def test_a_season_killed_anywhere_is_settled_and_told_once(monkeypatch):
    users = people(5)
    settled(played(3), users)
    visibility.choose(user=users[1], game_hidden=False, boards_hidden=True)
    monkeypatch.setattr(counting, "BATCH", 2)
    kills = 0

    for statement in (*range(1, 15), *range(1, 99)):  # first while it is settled, then while it is told
        try:
            with killed_at(statement):
                counting.count_due(now=OVER)
            break
        except Killed:
            kills += 1
            assert Activity.objects.count() == 3 * Season.objects.exclude(settled_at=None).count()

    assert kills > 20
    assert counting.count_due(now=OVER + GRACE) == 0
    told = Notification.objects.filter(kind="season").order_by("recipient").values_list("recipient__username", "data")
    assert [(name, data["rank"], data["weeks"]) for name, data in told] == [
        ("player0", 1, 1),
        ("player2", 2, 1),
        ("player3", 3, 1),
        ("player4", 4, 1),
    ]
    wins = Activity.objects.filter(verb="win").order_by("key").values_list("actor__username", "key", "data")
    assert list(wins) == [
        ("player0", "2026-Q1:1", {"place": 1}),
        ("player2", "2026-Q1:2", {"place": 2}),
        ("player3", "2026-Q1:3", {"place": 3}),
    ]
    assert Season.objects.get().told_at == OVER


def test_the_first_of_a_settled_season_has_a_badge_that_can_be_explained(django_capture_on_commit_callbacks):
    users = people(4)
    settled(played(12), users)

    with django_capture_on_commit_callbacks(execute=True):
        counting.count_due(now=OVER)

    assert list(Award.objects.values_list("user__username", "badge_key")) == [("player0", "season-champion")]


def test_who_hides_is_gone_at_once_from_every_season_and_who_is_erased_leaves_none(clock):
    users = people(3)
    settled(played(0), users)
    counting.count_due(now=OVER)

    visibility.choose(user=users[0], game_hidden=True, boards_hidden=False)
    hidden, won = places(), seasons.champions()
    visibility.choose(user=users[0], game_hidden=False, boards_hidden=False)
    back = places()
    personal.erase(user=users[1], with_words=False, now=clock.now)

    assert hidden == [(2, "player1", 10), (3, "player2", 8)]
    assert [[row.handle for row in each.rows] for each in won] == [["player1", "player2"]]
    assert [handle for _rank, handle, _points in back] == ["player0", "player1", "player2"]
    assert not SeasonStanding.objects.filter(user=users[1]).exists()
    assert_leagues_agree()
