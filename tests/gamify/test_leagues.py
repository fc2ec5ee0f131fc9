"""Leagues: seats for those who earned, and what a week comes to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from accounts import personal
from accounts.models import User
from gamify.engine.leagues import GRACE
from gamify.models import Activity, LeagueCohort, LeagueSeat, SeasonStanding, Standing, Waiting
from gamify.presenters import leagues as shown
from gamify.selectors import leagues
from gamify.services import visibility
from gamify.services.leagues import seasons, seating, settling
from gamify.services.leagues.proof_statements import STATEMENTS
from inbox.models import Notification
from lib import sql
from tests.gamify.playing import assert_leagues_agree, people, stand, week
from tests.gamify.test_queries import statements

pytestmark = pytest.mark.usefixtures("economy")


def cohorts(period):
    rows = LeagueCohort.objects.filter(period=period).order_by("division", "number")
    return list(rows.values_list("division", "number", "size"))


def league_of(user, now):
    found = leagues.running(user=user, now=now)
    assert found is not None
    return found


def test_who_earned_sits_with_at_most_twenty_and_who_hides_nowhere(clock):
    first, late = people(23), people(3, "late")
    User.objects.filter(pk=first[0].pk).update(boards_hidden=True)
    period = week(clock.now)
    stand(first, period)

    seated = [seating.seat_due(now=clock.now) for _twice in range(2)]
    stand(late, period)
    seating.seat_due(now=clock.now)

    assert seated == [22, 0]
    assert cohorts(period) == [(1, 1, 12), (1, 2, 13)]
    assert not LeagueSeat.objects.filter(user=first[0]).exists()
    assert {"late0", "late1"} < {row.handle for row in league_of(late[0], clock.now).rows}
    assert_leagues_agree()


def test_one_seat_and_twenty_cost_the_same_queries(clock):
    def seat() -> list[str]:
        return statements(lambda: seating.seat_due(now=clock.now))

    stand(people(2, "early"), week(clock.now))
    seat()
    asked = []
    for count in (1, 15):
        stand(people(count, f"of{count}x"), week(clock.now))
        asked.append(seat())

    assert len(asked[0]) == len(asked[1]) == 10


def test_two_weeks_go_by(clock):
    """24 play: the second week has a second division, of those who moved up; two of it go on lower."""
    everybody = people(24)
    first = week(clock.now)
    stand(everybody, first, [9] * 24)
    seating.seat_due(now=clock.now)
    over = first.ends_at + GRACE

    early = settling.settle_due(now=over - timedelta(seconds=1))
    done = [settling.settle_due(now=over) for _twice in range(2)]
    second = week(over)
    stand(everybody, second)
    seating.seat_due(now=over)

    assert (early, done) == (0, [2, 0])
    ranks = LeagueSeat.objects.filter(period=first).order_by("user").values_list("rank", flat=True)
    assert list(ranks) == [*range(1, 13), *range(1, 13)]
    assert cohorts(second) == [(1, 1, 16), (2, 1, 8)]
    risen = [0, 1, 2, 3, 12, 13, 14, 15]
    assert [row.handle for row in league_of(everybody[0], over).rows] == [f"player{number}" for number in risen]
    assert shown.opened(*leagues.opened(league=league_of(everybody[0], over))).endswith("go up to Sapling.")
    assert [shown.opened(3, 2)[:5], shown.opened(2, 2)] == ["Fewer", ""]
    settling.settle_due(now=second.ends_at + GRACE)
    after = dict(LeagueSeat.objects.filter(period=second).values_list("user__username", "next_division"))
    assert [number for number in range(24) if after[f"player{number}"] == 2] == [*range(9), 12, 13]
    assert_leagues_agree()


def test_a_settled_week_is_told_once_and_stays_whatever_is_undone(clock, monkeypatch):
    users = people(4)
    period = week(clock.now)
    stand(users, period, [5, 9, 9, 5])
    seating.seat_due(now=clock.now)
    visibility.choose(user=users[3], game_hidden=True, boards_hidden=False)
    over = period.ends_at + GRACE
    with monkeypatch.context() as killed:
        killed.setattr(settling.notifications, "send_many", _dies)
        with pytest.raises(MemoryError):
            settling.settle(LeagueCohort.objects.get().pk, now=over)
    assert not LeagueSeat.objects.filter(rank__isnull=False).exists()

    settling.settle_due(now=over)
    Standing.objects.filter(user=users[1]).delete()
    settling.settle_due(now=over)

    found = leagues.of_week(user=users[0], week=period.key)
    assert [(row.position, row.handle, row.score) for row in found.rows] == [
        (1, "player1", 9),
        (2, "player2", 9),
        (3, "player0", 5),
    ]
    assert found.is_settled
    told = Notification.objects.filter(kind="league").order_by("recipient").values_list("recipient__username", "key")
    assert list(told) == [(name, f"league:{period.key}") for name in ("player0", "player1", "player2")]
    assert [each.rank for each in leagues.earlier(user=users[3])] == [None]
    assert_leagues_agree()


def _dies(**_lines):
    raise MemoryError


def test_a_week_waits_for_the_engine_and_whoever_played_it_for_the_week(clock, member, did):
    mei, period = member("mei"), week(clock.now)
    did(mei, "create", key="post:1", words=30)
    seating.seat_due(now=clock.now)
    Waiting.objects.create(activity=Activity.objects.get())
    over = period.ends_at + GRACE
    stand([mei], week(over))

    waits = (settling.settle_due(now=over), seating.seat_due(now=over))
    Waiting.objects.all().delete()

    assert waits == (0, 0)
    assert (settling.settle_due(now=over), seating.seat_due(now=over)) == (1, 1)


def test_who_hides_is_gone_at_once_and_who_is_erased_leaves_no_seat(clock):
    users = people(3)
    period = week(clock.now)
    stand(users, period)
    seating.seat_due(now=clock.now)
    settling.settle_due(now=period.ends_at + GRACE)

    visibility.choose(user=users[0], game_hidden=False, boards_hidden=True)
    shown = [row.handle for row in leagues.of_week(user=users[1], week=period.key).rows]
    personal.erase(user=users[1], with_words=False, now=clock.now)

    assert shown == ["player1", "player2"]
    assert cohorts(period) == [(1, 1, 2)]
    assert not LeagueSeat.objects.filter(user=users[1]).exists()
    assert_leagues_agree()


def test_damages_are_found(clock):
    users = people(3)
    period = week(clock.now)
    stand(users, period)
    seating.seat_due(now=clock.now)
    settling.settle_due(now=period.ends_at + GRACE)
    seasons.count_due(now=period.ends_at + GRACE)

    SeasonStanding.objects.filter(user=users[2]).update(points=11)
    SeasonStanding.objects.filter(user=users[0]).delete()
    LeagueCohort.objects.update(size=F("size") + 1)
    LeagueSeat.objects.filter(user=users[2]).update(score=99)
    LeagueSeat.objects.filter(user=users[0]).update(next_division=None)

    assert [len(sql.fetch(statement)) for _name, statement in STATEMENTS] == [1, 1, 3, 2, 2]
