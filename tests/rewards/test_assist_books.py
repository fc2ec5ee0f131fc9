"""The books of unlocking with friends: each proof finds what is broken, and the database refuses the worst."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from lib import clock as time
from rewards.models import Assist, Redemption, Reward, Unlock
from rewards.services import proofs
from rewards.services.assists import proof_statements
from tests import books
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards.helping import begun, by_help, helped, helped_by, unlocked

pytestmark = pytest.mark.django_db(transaction=True)
State = Unlock.State


@pytest.fixture
def ana(economy, clock):  # noqa: F811
    return member("Ana")


def test_the_database_itself_keeps_the_count(ana):
    made = begun(ana)
    for changes in ({"helped": 4}, {"state": "unlocked"}, {"needed": 11}, {"helped": 3, "state": "claimed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unlock.objects.filter(pk=made.pk).update(**changes)


def _fewer_shown(row):
    Unlock.objects.filter(pk=row.pk).update(helped=1)


def _helps_somebody_else(row):
    Assist.objects.create(unlock=row, helper=member("Bo"), owner=member("Chi"), at=time.now())


def _issued_unclaimed(row):
    Redemption.objects.filter(unlock__owner=row.owner).update(state="issued")


def _unlocked_by_nobody(row):
    Unlock.objects.filter(owner=row.owner, state=State.UNLOCKED).update(redemption=None, state=State.REVOKED)


def _more_needed(row):
    Reward.objects.filter(pk=row.reward_id).update(helpers=5)


def _one_there(row):
    Reward.objects.filter(unlocks__state=State.WAITLISTED).update(stock=2)


def _less_allowed(row):
    helped(Assist.objects.filter(unlock=row)[0].helper, begun(member("Dan"), row.reward))
    Reward.objects.filter(pk=row.reward_id).update(help_cap=1)


BREAKS = {
    "what is shown of help is what was counted": _fewer_shown,
    "nobody helps themselves": _helps_somebody_else,
    "what is unlocked has its benefit, and only what is kept waits to be claimed": _issued_unclaimed,
    "nothing is given without a price": _unlocked_by_nobody,
    "the number of friends stands as it was when the reward was approved": _more_needed,
    "nobody waits for what is there": _one_there,
    "nobody helps more often than one may": _less_allowed,
}


def test_each_proof_finds_what_is_broken(ana):
    made, scarce = begun(ana), by_help(stock=1)
    helped_by(made, 2)
    made = Unlock.objects.select_related("reward", "owner").get(pk=made.pk)
    waiting = begun(member("Bea"), scarce)
    unlocked(ana, scarce)
    helped_by(waiting, 3)
    books.everything_agrees()

    for start, break_it in BREAKS.items():
        with transaction.atomic():
            break_it(made)
            found = {name for name, wrong in proofs.check(now=time.now()) if wrong and name.startswith(start)}
            transaction.set_rollback(True)
        assert found, start
    assert len(BREAKS) == len(proof_statements.STATEMENTS)
    books.everything_agrees()
