"""One newcomer by two links at once, and a decision that two workers take."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from gamify.models import Activity
from lib import clock as time
from rewards.models import Referral
from rewards.services import referrals
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.races.hands import at_once, meet, unlock
from tests.rewards.test_referrals import came, visited

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def due(economy, clock):  # noqa: F811
    """A newcomer who has stayed, two weeks on."""
    code = referrals.link_of(user=member("Ana"), now=time.now()).code
    newcomer, referral = came(code)
    visited(newcomer, clock, referrals.DAYS)
    clock.set(referral.matures_at)
    return referral


def test_who_comes_by_two_links_at_once_came_by_one(economy, clock):  # noqa: F811
    codes = [referrals.link_of(user=member(f"Host {number}"), now=time.now()).code for number in range(8)]
    newcomer = member("Bo")

    at_once(lambda number: referrals.follow(newcomer=newcomer, code=codes[number], now=time.now()), 8)

    assert Referral.objects.filter(newcomer=newcomer).count() == 1


def test_eight_workers_thank_once(due):
    at_once(lambda _: referrals.mature_due(now=time.now()), 8)

    assert Activity.objects.filter(verb="invite").count() == 1


@pytest.mark.production_only
def test_without_the_lock_they_would_all_take_the_step(due, monkeypatch):
    """The negative control: only the log of steps and the guarded update keep them apart then."""
    unlock(monkeypatch)
    meet(monkeypatch, referrals, "has_stayed", 4)

    _, problems = at_once(lambda _: referrals._decide(due.pk, time.now()), 4)

    assert len(problems) == 3
    assert {type(problem) for problem in problems} <= {IntegrityError, referrals.steps.Overtaken}
