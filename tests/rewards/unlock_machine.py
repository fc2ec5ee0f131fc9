"""Unlocks as a state machine: owners, friends, a brand, staff and time do what they like in any order; after each step
what is shown is what was counted, nothing is handed out twice, and nobody waits for what is there."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lib import errors
from rewards.models import Assist, Event, Redemption, Reward, Unlock
from rewards.services.assists import claiming, helping, opening, reversing, sweeping
from rewards.services.catalogue import answering, drafting, redeeming, sweeping as sweeping_rewards
from tests import books, economy
from tests.factories import member
from tests.kept_scenes import begin_anew
from tests.rewards import factories
from tests.rewards.helping import by_help
from tests.rewards.redeeming import rich

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
State = Unlock.State
_numbers = count(1)
reached: Counter[str] = Counter()
picks = st.integers(0, 11)


class Unlocks(RuleBasedStateMachine):
    """Two rewards of a brand, one that spark buys as well; four friends who ask and help one another."""

    now: datetime = START

    @initialize(
        stock=st.integers(1, 2), needed=st.integers(1, 3), claims=st.booleans(),
        wishes=st.lists(st.tuples(picks, picks), min_size=3, max_size=5),
    )  # fmt: skip
    def found(self, stock: int, needed: int, claims: bool, wishes: list[tuple[int, int]]) -> None:
        """Begin with a few unlocks, perhaps one claimed: a run without some of the rules still has something to do."""
        self.hand = time_machine.travel(START, tick=False)
        self.traveller = self.hand.start()
        begin_anew()
        economy.publish(now=START)
        self.people = [*(member(name) for name in ("Ana", "Bo", "Chi")), rich("Dan", days=2)]
        self.shop, self.staff = factories.brand(), factories.staff()
        more = {"stock": stock, "helpers": needed, "help_cap": 9, "per_member": 3}
        self.rewards = [by_help(self.shop, **more), by_help(self.shop, price=2, valid_days=5, **more)]
        for who, what in wishes:
            self.ask(who, what)
        if claims:
            self.everybody_helps(1)
            self.claim(1)

    @rule(who=picks, what=picks)
    def ask(self, who: int, what: int) -> None:
        self._try(
            opening.begin, actor=self._of(self.people, who), reward=self._of(self.rewards, what),
            key=f"wish-{next(_numbers):05}",
        )  # fmt: skip

    @rule(who=picks, which=picks)
    def help(self, who: int, which: int) -> None:
        self._on(which, helping.give, actor=self._of(self.people, who))

    @rule(which=picks)
    def everybody_helps(self, which: int) -> None:
        for who in range(len(self.people)):
            self.help(who, which)

    @rule(which=picks)
    def claim(self, which: int) -> None:
        self._on(which, claiming.claim, State.UNLOCKED)

    @rule(which=picks)
    def leave(self, which: int) -> None:
        self._on(which, opening.leave, State.UNLOCKED if which % 2 else State.OPEN)

    @rule(which=picks)
    def reverse(self, which: int) -> None:
        assists = list(Assist.objects.order_by("-pk"))
        if assists:
            self._try(reversing.reverse, by=self.staff, assist=self._of(assists, which), reason="A second account.")

    @rule(which=picks)
    def revoke(self, which: int) -> None:
        row = self._pick(which, State.CLAIMED if which % 2 else State.UNLOCKED)
        if row:
            self._try(reversing.revoke, by=self.staff, unlock=row, reason="The help was bought.")

    @rule(what=picks)
    def redeem_for_spark(self, what: int) -> None:
        self._try(redeeming.redeem, actor=self.people[3], reward=self.rewards[1], key=f"wish-{next(_numbers):05}")

    @rule(which=picks)
    def take_a_redemption_back(self, which: int) -> None:
        rows = list(Redemption.objects.filter(state="issued").select_related("reward__brand"))
        if rows:
            row = self._of(rows, which)
            self._try(answering.reverse, by=self.shop.owner, redemption=row, reason="It was a mistake.")

    @rule(what=picks)
    def add_one(self, what: int) -> None:
        self._try(drafting.restock, by=self.shop.owner, reward=self._of(self.rewards, what), more=1)

    @rule(what=picks)
    def pause_or_go_on(self, what: int) -> None:
        of = Reward.objects.get(pk=self._of(self.rewards, what).pk)
        if of.state == Reward.State.PAUSED:
            self._try(drafting.resume, by=self.shop.owner, reward=of)
        else:
            self._try(drafting.pause, by=self.shop.owner, reward=of, reason="The kiln is cold.")

    @rule(hours=st.sampled_from([1, 40, 80, 170]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.traveller.move_to(self.now, tick=False)
        for sweep in (sweeping.warn_due, sweeping.expire_due, sweeping_rewards.expire_due):
            sweep(now=self.now)

    @invariant()
    def what_is_shown_is_what_was_counted(self) -> None:
        helped = Counter(
            pk for pk, is_undone in Assist.objects.values_list("unlock", "reversal__counted") if not is_undone
        )
        for row in Unlock.objects.all():
            assert row.helped == helped[row.pk] <= row.needed
            assert (row.state in (State.UNLOCKED, State.CLAIMED)) <= (row.redemption_id is not None)

    @invariant()
    def nobody_waits_for_what_is_there(self) -> None:
        wanted = set(Unlock.objects.filter(state=State.WAITLISTED).values_list("reward", flat=True))
        taken = Counter(Redemption.objects.filter(holds_stock=True).values_list("reward", flat=True))
        for of in Reward.objects.filter(state="open"):
            assert not of.left or of.pk not in wanted
            assert of.taken == taken[of.pk] <= of.stock

    def teardown(self) -> None:
        if hasattr(self, "hand"):
            books.everything_agrees(self.now)
            reached.update(Event.objects.filter(kind=Unlock.KIND).values_list("after", flat=True))
            self.hand.stop()

    def _on(self, which: int, step: Any, likely: str = State.OPEN, **more: Any) -> None:
        """Take the step on an unlock for which it makes sense, one time in four on any."""
        row = self._pick(which, likely if which % 4 else "")
        if row:
            self._try(step, unlock=row, **({"actor": row.owner} | more))

    def _try(self, step: Any, **given: Any) -> None:
        """Do it; what is refused has changed nothing."""
        before = self._picture()
        try:
            step(now=self.now, **given)
        except (errors.Conflict, errors.Invalid):
            assert self._picture() == before

    def _picture(self) -> list[Any]:
        return [
            *Unlock.objects.order_by("pk").values_list("state", "seq", "helped", "redemption"),
            *Reward.objects.order_by("pk").values_list("state", "taken", "stock"),
            Assist.objects.count(),
        ]

    def _pick(self, which: int, state: str = "") -> Unlock | None:
        rows = Unlock.objects.filter(state=state) if state else Unlock.objects.all()
        found = list(rows.select_related("reward__brand", "owner").order_by("-pk"))
        return found[which % len(found)] if found else None

    @staticmethod
    def _of(many: list[Any], number: int) -> Any:
        return many[number % len(many)]
