"""Many reviews of the same members at once: each step is taken once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gamify.engine.tiers import GRACE, WINDOW_DAYS
from gamify.models import HeldTier, TierStep
from gamify.services import economies, tiers
from inbox.models import Notification
from tests.gamify.conftest import did, member  # noqa: F401
from tests.gamify.test_properties import START
from tests.gamify.test_tiers import GAME, HIGH, LOW, wrong
from tests.races.hands import at_once, meet, unlock

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]
HANDS = 8


@pytest.fixture
def people(member, clock, did):  # noqa: F811
    """Three members who were looked at before they had gained anything, and have gained enough for the higher tier."""
    clock.set(START)
    economies.publish(text=GAME + LOW + HIGH, now=START)
    found = [member(f"player{number}") for number in range(3)]
    tiers.review(users=[each.pk for each in found], now=START)
    for each in found:
        for number in range(5):
            did(each, "give", key=f"gift:{each.pk}{number}", at=START)
    return [each.pk for each in found]


def review_in_turn(people, now):
    """Let many hands review the same members, half of them from the other end."""
    return at_once(lambda number: tiers.review(users=people[:: 1 if number % 2 else -1], now=now), HANDS)


def test_everybody_rises_and_is_told_once_however_many_look(people):
    done, problems = review_in_turn(people, START)

    assert (problems, sum(done)) == ([], 3)
    assert Notification.objects.filter(kind="tier").count() == TierStep.objects.count() == 3
    assert wrong() == []


def test_everybody_falls_one_step_however_many_look_at_the_moment(people):
    tiers.review(users=people, now=START)
    warned = START + timedelta(days=WINDOW_DAYS)
    tiers.review(users=people, now=warned)

    done, problems = review_in_turn(people, warned + GRACE)

    assert (problems, sum(done)) == ([], 3)
    assert set(HeldTier.objects.values_list("tier", "falls_at")) == {("low", None)}
    assert wrong() == []


@pytest.mark.production_only
def test_without_the_lock_they_rise_more_than_once(people, monkeypatch):
    """The negative control: who has read what is held before another wrote it takes the same step again."""
    unlock(monkeypatch)
    meet(monkeypatch, tiers.storage, "in_force", HANDS)

    review_in_turn(people, START)

    assert TierStep.objects.count() > 3
