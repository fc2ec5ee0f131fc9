"""Redemptions as a state machine: members, a brand, staff and time do what they like in any order; a model beside it
counts who must have how many points, and how many of each reward are taken."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import time_machine
from django.db.models import QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from gamify.models import Account
from gamify.services.holds import TooLittle
from lib import errors
from rewards.models import Event, Redemption, Reward
from rewards.services.catalogue import answering, codes, drafting, parcels, redeeming, sweeping
from tests import books, economy
from tests.kept_scenes import begin_anew
from tests.rewards import factories
from tests.rewards.redeeming import BERGEN, reward, rich, spark

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
State = Redemption.State
SPENT, HELD = (State.ISSUED, State.USED), (State.RESERVED, State.APPROVED)
_numbers = count(1)
reached: Counter[str] = Counter()
picks = st.integers(0, 11)
SWEEPS = (
    sweeping.lapse_due,
    sweeping.expire_due,
    sweeping.warn_due,
    sweeping.remind_due,
    sweeping.close_due,
    sweeping.erase_due,
)


class Redemptions(RuleBasedStateMachine):
    """Three members with a little spark, and four scarce rewards of one brand."""

    now: datetime = START

    @initialize(
        stock=st.integers(1, 4), limit=st.integers(1, 3), expiry=st.sampled_from(["back", "lost"]),
        wishes=st.lists(st.tuples(picks, picks), min_size=4, max_size=6),
    )  # fmt: skip
    def found(self, stock: int, limit: int, expiry: str, wishes: list[tuple[int, int]]) -> None:
        """Begin with a few redemptions: a run in which nobody may redeem still has something to answer."""
        self.hand = time_machine.travel(START, tick=False)
        self.traveller = self.hand.start()
        begin_anew()
        economy.publish(now=START)
        self.people = [rich(name, days=1) for name in ("Ana", "Bo", "Chi")]
        self.shop = factories.brand()
        more = {"stock": stock, "per_member": limit, "expiry": expiry}
        self.rewards = [
            reward(self.shop, **more, price=2, valid_days=5),
            reward(self.shop, **more, price=3, needs_approval=True, valid_days=9),
            reward(self.shop, **{**more, "kind": "item"}, price=4),
            reward(
                self.shop, **{**more, "stock": 0}, code=tuple(f"C-{n}" for n in range(stock)), price=1, valid_days=3
            ),
        ]
        self.earned = {person.pk: spark(person)[0] for person in self.people}
        for who, what in wishes:
            self.redeem(who, what)

    @rule(who=picks, what=picks)
    def redeem(self, who: int, what: int) -> None:
        self._try(
            redeeming.redeem, actor=self._of(self.people, who), reward=self._of(self.rewards, what),
            key=f"wish-{next(_numbers)}",
        )  # fmt: skip

    @rule(who=picks, which=picks)
    def redeem_again_with_an_old_key(self, who: int, which: int) -> None:
        old = self._pick(which)
        if old:
            before = self._picture()
            assert redeeming.redeem(actor=old.user, reward=old.reward, key=old.key, now=self.now) == old
            assert self._picture() == before

    @rule(which=picks)
    def cancel(self, which: int) -> None:
        self._on(which, redeeming.cancel, "actor")

    @rule(which=picks)
    def approve(self, which: int) -> None:
        self._on(which, answering.approve, likely=(State.RESERVED,))

    @rule(which=picks)
    def reject(self, which: int) -> None:
        self._on(which, answering.reject, likely=(State.RESERVED,), reason="Not now.")

    @rule(which=picks)
    def say_where(self, which: int) -> None:
        self._on(which, parcels.say_where, "actor", (State.APPROVED,), address=BERGEN)

    @rule(which=picks)
    def send(self, which: int) -> None:
        self._on(which, answering.send, likely=(State.APPROVED,))

    @rule(which=picks)
    def use(self, which: int) -> None:
        self._on(which, answering.use, likely=(State.ISSUED,))

    @rule(which=picks)
    def reverse(self, which: int) -> None:
        self._on(which, answering.reverse, likely=SPENT, reason="It was a mistake.")

    @rule(what=picks, more=st.integers(1, 2))
    def add_more(self, what: int, more: int) -> None:
        of = self._of(self.rewards, what)
        if of.is_code:
            text = "\n".join(f"D-{next(_numbers)}" for _ in range(more))
            self._try(codes.add, by=self.shop.owner, reward=of, text=text)
        else:
            drafting.restock(by=self.shop.owner, reward=of, more=more, now=self.now)

    @rule(hours=st.sampled_from([1, 30, 80, 200]), sweeps=st.lists(st.sampled_from(SWEEPS), max_size=3))
    def wait(self, hours: int, sweeps: list[Any]) -> None:
        self.now += timedelta(hours=hours)
        self.traveller.move_to(self.now, tick=False)
        for sweep in sweeps:
            sweep(now=self.now)

    @invariant()
    def no_point_is_lost_or_made(self) -> None:
        aside, gone = Counter[int](), Counter[int]()
        for row in Redemption.objects.select_related("reward"):
            aside[row.user_id] += row.price if row.state in HELD else 0
            gone[row.user_id] += row.price if row.state in SPENT or self._is_lost(row) else 0
        assert self._sparks() == {pk: (earned - aside[pk] - gone[pk], aside[pk]) for pk, earned in self.earned.items()}

    @invariant()
    def nothing_is_given_twice(self) -> None:
        live = list(Redemption.objects.filter(holds_stock=True).values_list("reward", "code__code"))
        taken = Counter(reward for reward, _code in live)
        for of in Reward.objects.all():
            assert taken[of.pk] == of.taken <= of.stock
        given = [(reward, code) for reward, code in live if code is not None]
        assert len(given) == len(set(given))

    def teardown(self) -> None:
        if hasattr(self, "hand"):
            sweeping.erase_due(now=self.now)  # a late sweeper is no fault of the books
            books.everything_agrees(self.now)
            reached.update(Event.objects.filter(kind=Redemption.KIND).values_list("after", flat=True))
            self.hand.stop()

    def _on(self, which: int, step: Any, who: str = "by", likely: tuple[str, ...] = HELD, **more: Any) -> None:
        """Take the step on a redemption for which it makes sense if there is one, one time in four on any."""
        rows = Redemption.objects.filter(state__in=likely) if which % 4 else None
        row = self._pick(which, rows)
        if row:
            by = row.user if who == "actor" else self.shop.owner
            self._try(step, redemption=row, **{who: by}, **more)

    def _try(self, step: Any, **given: Any) -> None:
        """Do it; what is refused has changed nothing."""
        before = self._picture()
        try:
            step(now=self.now, **given)
        except (errors.Conflict, errors.Invalid, TooLittle):
            assert self._picture() == before

    def _picture(self) -> list[Any]:
        return [
            *Redemption.objects.order_by("pk").values_list("state", "seq", "holds_stock"),
            *Reward.objects.order_by("pk").values_list("taken", "stock"),
            self._sparks(),
        ]

    def _sparks(self) -> dict[int, tuple[int, int]]:
        """Return what each has available and held."""
        accounts = Account.objects.filter(user__in=self.people, currency="spark")
        return {pk: (available, held) for pk, available, held in accounts.values_list("user", "available", "held")}

    def _pick(self, which: int, among: QuerySet[Redemption] | None = None) -> Redemption | None:
        rows = Redemption.objects.all() if among is None else among
        found = list(rows.select_related("reward__brand", "user").order_by("-pk"))
        return found[which % len(found)] if found else None

    @staticmethod
    def _of(many: list[Any], number: int) -> Any:
        return many[number % len(many)]

    @staticmethod
    def _is_lost(row: Redemption) -> bool:
        return row.state == State.EXPIRED and not row.reward.gives_back
