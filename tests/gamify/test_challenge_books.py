"""Each proof about challenges can fail: broken by hand, it says so and names what it found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gamify.models import (
    Audience,
    Challenge,
    ChallengeResult,
    ChallengeTask,
    Entrant,
    Escrow,
    LedgerEntry,
    Mark,
    Move,
    Prize,
    Purse,
    PurseEntry,
)
from gamify.services import audit, process
from gamify.services.challenges import entering, proof_statements, proofs, settling
from gamify.services.challenges.terms import Line
from tests import books, factories
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(economy, clock):  # noqa: F811
    """A challenge that Mei has won."""
    challenge = House(clock).running(lines=[Line("finish", 1, "points", {"amount": 20})])
    mei = factories.member("Mei")
    entering.enter(actor=mei, challenge=challenge, now=clock.now)
    post(mei, clock.now)
    post(mei, clock.now)
    end = clock.now + timedelta(days=8)
    settling.catch_up(now=end)
    process.sweep(now=end)
    return challenge


def _strange_transfer() -> None:
    Prize.objects.update(entry=None, amount=0, state=Prize.State.VOID)


def _second_winner() -> None:
    known = Prize.objects.get()
    tom = Entrant.objects.create(challenge=known.challenge, user=factories.member("Tom"), entered_at=known.made_at)
    Prize.objects.create(
        key="x", challenge=known.challenge, line=known.line, entrant=tom, place=2, state="void", made_at=known.made_at
    )


def _held_out() -> None:
    mei = Entrant.objects.get()
    Audience.objects.create(challenge=mei.challenge, user=mei.user, arm=Audience.Arm.HOLDOUT)


BREAKS: dict[str, Callable[[], object]] = {
    "purses equal the sum of their entries": lambda: Purse.objects.update(available=5),
    "escrows equal what left and came back to their purse": lambda: Escrow.objects.update(amount=40),
    "escrows paid what their prizes say": lambda: Escrow.objects.update(paid=10),
    "escrows are open while their challenge lives, and empty when it is over": lambda: Escrow.objects.update(
        closed_at=None
    ),
    "every prize was entered once, for its winner": lambda: Prize.objects.update(entry=None),
    "every transfer is a prize": _strange_transfer,
    "prizes are due only before the end": lambda: Prize.objects.update(state="due", entry=None),
    "no line has more winners than places": _second_winner,
    "challenges count their entrants": lambda: Challenge.objects.update(entrants_count=3),
    "nobody takes part who is held out": _held_out,
    "every challenge's log is a path without a gap": lambda: Challenge.objects.update(seq=9),
    "challenges stand as they were announced": lambda: ChallengeTask.objects.update(most=9),
    "entrants and teams score what their marks say": lambda: Entrant.objects.update(score=21),
    "results and prizes are what was frozen": lambda: Prize.objects.update(place=2),
}
ALIKE: dict[str, Callable[[], object]] = {
    "entrants and teams score what their marks say": lambda: Challenge.objects.update(finishers_count=0),
    "challenges stand as they were announced": lambda: Challenge.objects.update(member_cap=1),
    "results and prizes are what was frozen": lambda: Entrant.objects.update(finished_at=None),
}


def test_what_is_broken_is_found_and_named(settled):
    assert LedgerEntry.objects.filter(kind="transfer").count() == 1
    books.ledger_agrees()
    for name, break_it in (*BREAKS.items(), *ALIKE.items()):
        with transaction.atomic():
            break_it()
            found = dict(audit.check())
            transaction.set_rollback(True)
        assert found[name] != (), name
    assert set(BREAKS) == {name for name, _find in (*proof_statements.STATEMENTS, *proofs.FINDERS)}


def test_what_was_marked_moved_entered_and_frozen_cannot_be_rewritten(settled):
    for model, change in ((Mark, {"units": -1}), (Move, {"after": "x"}), (PurseEntry, {"note": "x"})):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ChallengeResult.objects.all()._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():  # more than there is
        Escrow.objects.update(paid=21)
