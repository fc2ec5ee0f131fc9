"""Who is held out sees nothing, and the report says what one counts by hand, and nothing of few."""

from __future__ import annotations

import statistics
from datetime import timedelta
from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from gamify.engine import intervals
from gamify.engine.intervals import Sample
from gamify.models import Activity, Audience, Challenge, Entrant
from gamify.registry import things
from gamify.selectors import challenge_list, challenge_report, challenges
from gamify.services.challenges import entering, holdouts
from lib import csv_tables, errors
from live import registry
from tests import factories
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House

MANY = 160
Arm = Audience.Arm


def sample(values):
    return Sample(len(values), sum(values), sum(value * value for value in values))


def test_the_quantiles_are_those_of_their_source():
    known = {10: 2.2281, 19: 2.0930, 30: 2.0423, 120: 1.9799}
    assert {n: round(intervals.student(n), 4) for n in known} == known


def test_of_two_groups_that_do_not_differ_one_in_twenty_seems_to():
    random = Random(7)
    outside = 0
    for _ in range(600):
        one = [random.expovariate(1) for _ in range(60)]
        other = [random.expovariate(1) for _ in range(25)]
        outside += intervals.of_means(sample(one), sample(other)).is_clear

    assert 0.02 <= outside / 600 <= 0.09


def test_a_share_of_the_members_is_held_out_evenly_and_for_good():
    names = [f"member{number}" for number in range(20_000)]
    out = {name for name in names if holdouts.is_held_out("seed", name, 1000)}

    assert abs(len(out) - 2000) < 150
    assert out == {name for name in names if holdouts.is_held_out("seed", name, 1000)}
    assert out != {name for name in names if holdouts.is_held_out("other", name, 1000)}
    assert out < {name for name in names if holdouts.is_held_out("seed", name, 2000)}
    assert not any(holdouts.is_held_out("seed", name, 0) for name in names)


def crowd(clock):
    User.objects.bulk_create(
        User(username=f"c{number}", email=f"c{number}@example.org", display_name=f"C{number}", date_joined=clock.now)
        for number in range(MANY)
    )
    return list(User.objects.filter(username__startswith="c", is_staff=False).order_by("pk"))


@pytest.mark.django_db
def test_who_is_held_out_cannot_find_it_by_any_door(economy, clock):  # noqa: F811
    people = crowd(clock)
    challenge = House(clock).running(holdout_bp=3000)
    held_out = Audience.objects.filter(arm=Arm.HOLDOUT).select_related("user").first().user
    shown = Audience.objects.filter(arm=Arm.SHOWN).select_related("user").first().user
    late = factories.member("Late")

    topic = registry.find(f"challenge:{challenge.pk}")
    ref = ("challenge", str(challenge.pk))
    for person, sees in ((held_out, False), (shown, True), (late, True), (AnonymousUser(), True)):
        assert Challenge.objects.visible_to(person).exists() is sees
        assert [card.challenge for card in challenge_list.page(viewer=person).cards] == [challenge] * sees
        assert topic.may_listen(person) is sees
        assert (ref in things.find(person, [ref])) is sees
    with pytest.raises(errors.NotFound):
        challenges.access(user=held_out, public_id=challenge.public_id)
    with pytest.raises(errors.NotFound):
        entering.enter(actor=held_out, challenge=challenge, now=clock.now)

    assert Audience.objects.count() == len(people)
    assert 25 <= Audience.objects.filter(arm=Arm.HOLDOUT).count() <= 75
    assert not Entrant.objects.exists()


@pytest.mark.django_db
def test_the_report_says_what_one_counts_by_hand(economy, clock):  # noqa: F811
    people, random = crowd(clock), Random(3)
    challenge = House(clock).running(holdout_bp=3000)
    arms = dict(Audience.objects.values_list("user_id", "arm"))
    acts = {person.pk: random.choice([0, 0, 1, 2, 3 if arms[person.pk] == Arm.SHOWN else 1]) for person in people}
    during = clock.now + timedelta(days=1)
    record(acts, during)
    record({people[0].pk: 2}, clock.now - timedelta(days=1))
    record({people[1].pk: 2}, during, verb="receive")
    entered = [person for person in people if arms[person.pk] == Arm.SHOWN][:26]
    Entrant.objects.bulk_create(
        Entrant(challenge=challenge, user=person, entered_at=clock.now + timedelta(days=number // 22))
        for number, person in enumerate(entered)
    )
    for person in entered[:25]:
        holdouts.note_reached(user=person, challenge=challenge, now=during)
        holdouts.note_reached(user=person, challenge=challenge, now=during)

    end = clock.now + timedelta(days=7)
    found = challenge_report.report(challenge=challenge, now=end)

    assert (found.reached, found.entered, found.finished) == (25, 26, None)
    assert [day.entered for day in found.days] == [None, None]  # 22 and 4: the 4 must not come out as a difference
    by_arm = {arm: [acts[pk] for pk in arms if arms[pk] == arm] for arm in (Arm.SHOWN, Arm.HOLDOUT)}
    before, compared = found.compared
    assert (before.window, compared.window) == ("before", "during")
    assert compared.shown == pytest.approx(statistics.mean(by_arm[Arm.SHOWN]))
    assert compared.holdout == pytest.approx(statistics.mean(by_arm[Arm.HOLDOUT]))
    spread = sum(statistics.variance(values) / len(values) for values in by_arm.values()) ** 0.5
    assert compared.difference.high - compared.difference.difference == pytest.approx(spread * 1.98, rel=0.02)
    assert compared.shown_active == pytest.approx(sum(n > 0 for n in by_arm[Arm.SHOWN]) / len(by_arm[Arm.SHOWN]))
    assert before.shown + before.holdout == pytest.approx(2 / len(by_arm[Arm(arms[people[0].pk])]))
    assert found.is_small
    assert (found.shown_size, found.holdout_size) == tuple(len(values) for values in by_arm.values())
    head, *rows = found.rows()
    assert b'"Reached","25"' in csv_tables.write(head, rows)
    assert b'"Finished",""' in csv_tables.write(head, rows)


@pytest.mark.django_db
def test_of_fewer_than_twenty_nothing_is_said(economy, clock):  # noqa: F811
    people = crowd(clock)[:19]
    challenge = House(clock).running(holdout_bp=500)  # 8 of 160
    for person in people:
        holdouts.note_reached(user=person, challenge=challenge, now=clock.now)

    found = challenge_report.report(challenge=challenge, now=clock.now + timedelta(days=8))

    assert (found.reached, found.entered, found.shown_size, found.holdout_size, found.compared) == (None,) * 4 + ((),)


def record(acts, at, verb="create"):
    for user, times in acts.items():
        Activity.objects.bulk_create(
            Activity(
                source="test", key=f"{verb}:{user}:{number}:{at:%d}", actor_id=user, verb=verb, object_type="post",
                object_id="1", occurred_at=at, local_date=at.date(), recorded_at=at,
            )
            for number in range(times)
        )  # fmt: skip
