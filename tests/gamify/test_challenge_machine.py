"""Whatever people, staff, time and power cuts do to challenges, in any order: paid + held + returned is the budget."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gamify.models import Challenge, Entrant, Escrow, LedgerEntry, Move, Prize, PurseEntry, Submission
from gamify.services import process, record
from gamify.services.challenges import (
    collecting,
    drafting,
    entering,
    freezing,
    leaving,
    reviewing,
    running,
    settling,
    submitting,
)
from gamify.services.challenges.terms import Line
from lib import errors
from tests import books, economy, factories
from tests.faults.test_engine_faults import Killed, killed_at
from tests.gamify.contests import PROVE, WRITE, House, post

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded_only]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
picks = st.integers(0, 11)
reached: Counter[str] = Counter()
paid: Counter[str] = Counter()
_numbers = count(1)
JOBS = (
    running.start_due,
    running.close_due,
    collecting.collect_due,
    reviewing.accept_due,
    freezing.freeze_due,
    settling.settle_due,
)


class Challenges(RuleBasedStateMachine):
    """A brand with 150 spark, four people, and challenges that cost 60 or 80 each."""

    now = START

    @initialize()
    def found(self) -> None:
        economy.publish(now=START)
        self.house = House(SimpleNamespace(now=START), budget=150, slug=f"house{next(_numbers)}")
        self.people = [factories.member(f"P{number}") for number in range(4)]
        self.posts: list[str] = []
        self.launch(0)
        for who in range(2):  # these two finish unless something happens
            self.enter(who, 0)
            self.write(who, 2)

    @rule(which=picks)
    def launch(self, which: int) -> None:
        lines = [Line(rule, places, "points", {"amount": 20}) for rule, places in (("finish", 3), ("score", 1))]
        tasks, some = (WRITE, PROVE)[: which % 3 // 2 + 1], lines[: which % 2 + 1]
        made = self.house.draft(tasks, some, ends_at=self.now + timedelta(days=2))
        drafting.submit(by=self.house.editor, challenge=made, now=self.now)
        self._try(drafting.approve, by=self.house.staff, challenge=made)
        running.start_due(now=self.now)

    @rule(who=picks, which=picks)
    def enter(self, who: int, which: int) -> None:
        self._on(which, entering.enter, actor=self.people[who % 4])

    @rule(who=picks, which=picks)
    def leave(self, who: int, which: int) -> None:
        if which > 5:
            self._on(which, leaving.leave, actor=self.people[who % 4])

    @rule(who=picks, times=st.integers(1, 3))
    def write(self, who: int, times: int) -> None:
        for _ in range(times):
            self.posts.append(f"machine:{next(_numbers)}")
            post(self.people[who % 4], self.now, key=self.posts[-1])

    @rule(which=picks)
    def remove(self, which: int) -> None:
        if self.posts:
            record.undo(key=self.posts[which % len(self.posts)], reason="removed", by=None, now=self.now)

    @rule(who=picks)
    def hand_in(self, who: int) -> None:
        mine = Entrant.objects.filter(challenge__brand=self.house.brand, user=self.people[who % 4])
        for entrant in mine.filter(challenge__tasks__kind="proof"):
            task = entrant.challenge.tasks.get(kind="proof")
            self._try(submitting.hand_in, actor=entrant.user, task=task, text="Here")

    @rule(which=picks)
    def answer(self, which: int) -> None:
        waiting = list(Submission.objects.filter(entrant__challenge__brand=self.house.brand).order_by("pk"))
        if waiting:
            row = waiting[which % len(waiting)]
            if which % 3:
                self._try(reviewing.accept, by=self.house.editor, submission=row)
            else:
                self._try(reviewing.refuse, by=self.house.editor, submission=row, reason="Not this one")

    @rule(which=picks)
    def call_off(self, which: int) -> None:
        if which > 5:
            self._on(which, drafting.call_off, by=self.house.staff, reason="It must end")

    @rule(hours=st.sampled_from([1, 20, 60, 130]), jobs=st.lists(st.sampled_from(JOBS), max_size=4))
    def wait(self, hours: int, jobs: list[Any]) -> None:
        self.now += timedelta(hours=hours)
        process.sweep(now=self.now)
        for job in JOBS if hours > 100 else jobs:
            job(now=self.now)

    @rule(statement=st.integers(5, 60))
    def power_cut(self, statement: int) -> None:
        try:
            with killed_at(statement):
                settling.catch_up(now=self.now)
        except Killed:
            pass

    @invariant()
    def nothing_is_lost_or_made(self) -> None:
        if not hasattr(self, "house"):
            return
        held = 0
        for escrow in Escrow.objects.filter(challenge__brand=self.house.brand):
            given = Prize.objects.filter(challenge=escrow.pk, state="given").aggregate(sum=Sum("amount"))["sum"] or 0
            assert escrow.paid == given
            assert escrow.paid + escrow.held + escrow.returned == escrow.amount
            held += escrow.held
        won = LedgerEntry.objects.filter(kind="transfer", prize__challenge__brand=self.house.brand)
        paid = won.aggregate(sum=Sum("amount"))["sum"] or 0
        assert self.house.purse + held + paid == 150

    def teardown(self) -> None:
        if hasattr(self, "house"):
            for _ in range(3):  # all that began ends
                self.wait(130, [])
            assert not self._mine().filter(state__in=("announced", "running", "closing")).exists()
            self.nothing_is_lost_or_made()
            books.ledger_agrees()
            moves = Move.objects.filter(kind="challenge", row_id__in=self._mine().values("pk"))
            reached.update(moves.values_list("after", flat=True))
            paid.update(Prize.objects.filter(challenge__in=self._mine()).values_list("state", flat=True))

    def _mine(self) -> Any:
        return Challenge.objects.filter(brand=self.house.brand)

    def _on(self, which: int, step: Any, **given: Any) -> None:
        found = list(self._mine().order_by("-pk"))
        self._try(step, challenge=found[which % len(found)], **given)

    def _try(self, step: Any, **given: Any) -> None:
        """Do it; what is refused has changed nothing."""
        before = self._picture()
        try:
            step(now=self.now, **given)
        except errors.HearthError:
            assert self._picture() == before

    def _picture(self) -> list[Any]:
        return [
            self.house.purse,
            PurseEntry.objects.count(),
            list(self._mine().order_by("pk").values_list("state", "seq", "entrants_count")),
        ]


def test_whatever_happens_the_budget_is_paid_held_or_back():
    ways = settings(
        max_examples=6,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    run_state_machine_as_test(Challenges, settings=ways)

    assert set(reached) == set(Challenge.State.values)
    assert paid[Prize.State.GIVEN] > 5
