"""A challenge from its draft to the day on which everything is paid."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gamify.models import Account, Challenge, Escrow, Prize
from gamify.services import audit, process, rebuilding
from gamify.services.challenges import collecting, entering, settling
from tests import factories
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(economy, clock):  # noqa: F811
    return House(clock)


def spark(user):
    return sum(Account.objects.filter(user=user, currency_id="spark").values_list("available", flat=True))


def assert_books_agree(now):
    process.sweep(now=now)
    assert [found for found in audit.check() if found[1]] == []
    assert list(rebuilding.rebuild(is_check=True)) == []


def test_two_of_three_finish_and_are_paid_once_and_the_rest_goes_back(house, clock):
    challenge = house.running()
    assert house.purse == 940
    mei, tom, ana = (factories.member(name) for name in ("Mei", "Tom", "Ana"))
    for person in (mei, tom, ana):
        entering.enter(actor=person, challenge=challenge, now=clock.now)
    for person, times in ((mei, 2), (tom, 3), (ana, 1)):
        for _ in range(times):
            post(person, clock.now + timedelta(minutes=1))
    before = {person: spark(person) for person in (mei, tom, ana)}
    collecting.collect(challenge.pk, now=clock.now + timedelta(minutes=2))

    later = clock.now + timedelta(days=8)
    assert settling.catch_up(now=later) == 1
    assert settling.catch_up(now=later) == 0

    challenge.refresh_from_db()
    assert challenge.state == Challenge.State.SETTLED
    assert [spark(person) - before[person] for person in (mei, tom, ana)] == [20, 20, 0]
    escrow = Escrow.objects.get()
    assert (escrow.amount, escrow.paid, escrow.returned, escrow.held) == (60, 40, 20, 0)
    assert house.purse == 960
    assert set(Prize.objects.values_list("state", flat=True)) == {Prize.State.GIVEN}
    assert_books_agree(later)
