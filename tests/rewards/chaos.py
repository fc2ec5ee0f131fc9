"""A small town that buys while everything goes wrong: a state machine over seats, money and the fake bank.

Each example has a campaign of its own. What the bank does is its own truth; what the shop believes is held against it
after every step.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from gamify.models import Activity
from gamify.services import audit
from rewards.machines import LIVE_PAYMENT, LIVE_SEAT
from rewards.models import (
    BuyTeam,
    Campaign,
    Event,
    FakeCharge,
    FakeNotice,
    GatewayCall,
    Offer,
    Payment,
    Refund,
    Seat,
    WaitEntry,
)
from rewards.payments import Cause, fake
from rewards.services import proofs
from rewards.services.buying import campaigns, seats, teams, waiting, winding_down
from rewards.services.money import calling, failed_charges, fake_checkout, paying, rechecks, reconciling, refunds
from rewards.services.money.fake_checkout import Press
from tests import economy
from tests.factories import member
from tests.kept_scenes import begin_anew
from tests.rewards import chaos_parcels, couponing, factories
from tests.rewards.chaos_parcels import picks
from tests.rewards.shopkeeper import LADDER, OFF_AMOUNT, OFF_PERCENT, Shopkeeper

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SLOW = (  # true only where the jobs run every day
    "no gateway call waits for more than a day",
    "nobody keeps the address of an order that came to nothing",
)
_numbers = count(1)
moments = st.sampled_from([1, 5, 5, 25, 25, 70, 70, 700])
days = st.sampled_from([3_600, 50 * 3_600, 8 * 24 * 3_600])
hands = st.one_of(st.just(Press.PAY), st.just(Press.PAY), st.sampled_from(Press))
LOOKS_EVERY = 5  # how many steps are taken between two looks at everything
plans = st.sampled_from(["move", "stop"])
JOBS: tuple[Callable[..., object], ...] = (
    fake_checkout.send_due,
    seats.lapse_due,
    teams.end_due,
    calling.perform_due,
    reconciling.sweep,
    rechecks.ask_again,
    failed_charges.drop_due,
    teams.settle_due,
    waiting.expire_due,
    waiting.close_due,
    campaigns.close_due,
    winding_down.refund_cancelled,
    winding_down.settle_due,
    *chaos_parcels.JOBS,
)


class Town(Shopkeeper):
    """Eight people, one campaign, one bank. Each example begins with a team of three, so that all have sold something.

    The first example of each town is the simplest: there everybody pays, and nothing more happens.
    """

    now: datetime = START
    mode = "hold"
    steps = 0
    wishes = 0

    @initialize(
        completion=st.sampled_from(["ratio", "ratio", "strict", "house"]),
        stock=st.integers(5, 13),
        is_parcel=st.booleans(),
        last=st.sampled_from([Press.PAY, Press.PAY, Press.REFUSE, Press.KEEP, Press.DECLINE]),
    )
    def found(self, completion: str, stock: int, is_parcel: bool, last: Press) -> None:
        begin_anew()
        self.worn, self.stock = {}, stock
        economy.publish(now=START)
        self.people = [member("Buyer") for _ in range(8)]
        self.staff = [factories.staff() for _ in range(2)]
        self.brand = factories.brand()
        more = {"stock": stock, "needs_address": is_parcel, "ship_days": chaos_parcels.SHIP_DAYS}
        self.campaign = self._campaign(completion, more)
        self._team(3, "stop", [Press.PAY, Press.PAY, last], comes_back=True)

    def _campaign(self, completion: str, more: dict[str, Any]) -> Campaign:
        import time_machine

        percent = 100 if completion == "strict" else 60
        terms = {"payment_mode": self.mode, "completion": completion, "ratio_percent": percent, "ladder": LADDER}
        with time_machine.travel(self.now, tick=False):
            made = factories.campaign(self.brand, by=self.staff[0], sizes=(2, 3), per_member=2, **terms, **more)
            share: dict[str, Any] = {"kind": "percent", "value": OFF_PERCENT * 100}
            kinds: list[dict[str, Any]] = [{"value": OFF_AMOUNT, "max_uses": 4}, {**share, "max_uses": 5}]
            pair = [couponing.coupon(made, stacks=True, per_member=2, **each) for each in kinds]
            self.codes = [couponing.code_of(each) for each in pair]
            return made

    def _coupons(self) -> list[str]:
        """Return one coupon, the other, both, or none in turn: the same in each run of an example."""
        self.wishes += 1
        return [code for place, code in enumerate(self.codes) if self.wishes >> place & 1]

    @rule(who=picks, size=st.sampled_from([2, 3]), plan=plans)
    def opens(self, who: int, size: int, plan: str) -> None:
        actor = self.people[who % 8]
        offer = self._offer_of(actor)
        key = f"k{next(_numbers)}"
        wish = {"actor": actor, "campaign": self.campaign, "size": size, "key": key, "plan_b": plan}
        wish |= {"coupons": self._coupons(), "now": self.now}
        seat = self._try(teams.open, **wish, offer_token=offer.token if offer and not offer.team_id else "")
        self.came(seat, wish["coupons"])
        if seat:
            self._same_again(lambda: teams.open(**wish), seat)

    @rule(who=picks, which=picks, plan=plans)
    def joins(self, who: int, which: int, plan: str) -> None:
        team = self._pick(BuyTeam.objects.filter(campaign=self.campaign, state="forming"), which)
        if team is None:
            return
        actor = self.people[who % 8]
        offer = self._offer_of(actor)
        wish = {"actor": actor, "team": team, "key": f"k{next(_numbers)}", "plan_b": plan, "now": self.now}
        wish |= {"coupons": self._coupons()}
        seat = self._try(seats.join, **wish, offer_token=offer.token if offer and offer.team_id else "")
        self.came(seat, wish["coupons"])
        if seat:
            self._same_again(lambda: seats.join(**wish), seat)

    @rule(
        size=st.sampled_from([2, 3]), plan=plans, how=st.lists(hands, min_size=3, max_size=3), comes_back=st.booleans()
    )
    def a_team_comes(self, size: int, plan: str, how: list[Press], comes_back: bool) -> None:
        """People who know each other open a team, join it and pay, each in their way."""
        self._team(size, plan, how, comes_back)

    def _team(self, size: int, plan: str, how: list[Press], comes_back: bool) -> None:
        first = self._asks(teams.open, plan, campaign=self.campaign, size=size)
        mates = [self._asks(seats.join, plan, team=first.team) for _ in range(size - 1) if first]
        for seat, press in zip(filter(None, (first, *mates)), how, strict=False):
            charge = self._charges().filter(payment__in=seat.payments.values("public_id"), state="pending").first()
            self._press(charge, press, comes_back)

    def _asks(self, service: Callable[..., Seat], plan: str, **more: Any) -> Seat | None:
        coupons = self._coupons()
        wish: dict[str, Any] = {"actor": self._free(), "key": f"k{next(_numbers)}", "plan_b": plan}
        seat = self._try(service, **wish, **more, coupons=coupons, now=self.now)
        self.came(seat, coupons)
        return seat

    @rule(which=picks, how=hands, comes_back=st.booleans())
    def presses(self, which: int, how: Press, comes_back: bool) -> None:
        self._press(self._pick(self._charges().filter(state="pending"), which), how, comes_back)

    def _press(self, charge: FakeCharge | None, how: Press, comes_back: bool) -> None:
        if charge is None or how not in fake_checkout.choices(charge, with_chaos=True):
            return
        fake_checkout.press(reference=charge.reference, how=how, now=self.now)
        if comes_back:
            reconciling.look(payment=Payment.objects.get(public_id=charge.payment), now=self.now)

    @rule(which=picks)
    def tries_again(self, which: int) -> None:
        seat = self._pick(self._seats().filter(state__in=["held", "fix_needed"]), which)
        if seat:
            paying.again(actor=seat.user, seat=seat, now=self.now)

    @rule(which=picks)
    def leaves(self, which: int) -> None:
        seat = self._pick(self._seats().filter(state__in=["held", "authorised"]), which)
        if seat:
            self._try(seats.leave, actor=seat.user, seat=seat, now=self.now)

    @rule(which=picks, silent=st.integers(1, 3))
    def goes_silent(self, which: int, silent: int) -> None:
        charge = self._pick(self._charges(), which)
        if charge:
            FakeCharge.objects.filter(pk=charge.pk).update(silent=silent)

    @rule(which=picks)
    def hears(self, which: int) -> None:
        """A webhook comes: any of them, sent before or not, early or late."""
        notice = self._pick(FakeNotice.objects.filter(charge__in=self._charges()), which)
        if notice:
            fake_checkout.send(notice, now=self.now)

    @rule(which=picks, share=st.sampled_from([1, 2, 3]), is_staff=st.booleans())
    def refunds(self, which: int, share: int, is_staff: bool) -> None:
        payment = self._pick(self._payments().filter(captured_minor__gt=0), which)
        if payment:
            by, amount = self.staff[0] if is_staff else self.brand.owner, payment.captured_minor // share
            self._try(refunds.ask, by=by, payment=payment, amount_minor=amount, reason="Broken", now=self.now)

    @rule(which=picks, cause=st.sampled_from(list(Cause)), share=st.sampled_from([1, 1, 2, 3]), tells=st.booleans())
    def the_bank_takes_back(self, which: int, cause: Cause, share: int, tells: bool) -> None:
        """Unasked; its webhook comes at once or some time later."""
        charge = self._pick(self._charges().filter(state="captured"), which)
        if charge and fake.take_back(charge, cause, max(1, charge.captured_minor // share), self.now) and tells:
            fake_checkout.send_due(now=self.now)

    @rule(which=picks, yes=st.booleans())
    def decides(self, which: int, yes: bool) -> None:
        row = self._pick(Refund.objects.filter(payment__in=self._payments(), state="asked"), which)
        if row:
            (refunds.agree if yes else refunds.refuse)(by=self.staff[1], refund=row, now=self.now)

    @rule(who=picks, party=st.integers(1, 3))
    def waits(self, who: int, party: int) -> None:
        self._try(waiting.enter, actor=self.people[who % 8], campaign=self.campaign, party_size=party, now=self.now)

    @rule(seconds=moments)
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(seconds=days, sure=st.integers(0, 3))
    def days_go_by(self, seconds: int, sure: int) -> None:
        self.now += timedelta(seconds=seconds if sure == 3 else 30)

    @rule(which=picks)
    def a_job_runs(self, which: int) -> None:
        JOBS[which % len(JOBS)](now=self.now)

    @rule(seconds=moments)
    def all_jobs_run(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        for job in JOBS:
            job(now=self.now)

    @precondition(lambda self: self.steps > 15)
    @rule(sure=st.integers(0, 5))
    def is_cancelled(self, sure: int) -> None:
        if sure == 5:
            self._try(campaigns.cancel, by=self.staff[0], campaign=self.campaign, reason="It is over", now=self.now)

    @invariant()
    def everything_agrees(self) -> None:
        self.steps += 1
        if self.steps % LOOKS_EVERY:
            return
        found = {name: rows for name, rows in proofs.check(now=self.now) if rows and name not in SLOW}
        assert found == {}, found

    @invariant()
    def the_waitlist_is_fair(self) -> None:
        """27: nobody is passed over by a later party of the same or a larger size."""
        entries = {row.pk: row for row in WaitEntry.objects.filter(campaign=self.campaign)}
        waits: set[int] = set()
        log = Event.objects.filter(kind="wait", row_id__in=entries).order_by("pk")
        for event in log:
            if event.after == "offered":
                mine = entries[event.row_id]
                passed = [entries[pk] for pk in waits if pk < mine.pk]
                assert all(row.party_size > mine.party_size or _grew(row) for row in passed)
            (waits.add if event.after == "waiting" else waits.discard)(event.row_id)

    def teardown(self) -> None:
        if hasattr(self, "campaign"):
            self._come_to_rest()

    def _come_to_rest(self) -> None:
        """When everybody goes home and time goes by, everything ends, and ends right."""
        self._mend()
        FakeCharge.objects.filter(pk__in=self._charges()).update(silent=0, keeps=False)
        for hours in (0, 0, 1, 60, 1, 200, 1, 400, 1, 30, 400, 30, 30, 30):
            self.now += timedelta(hours=hours, seconds=61)
            for job in JOBS:
                job(now=self.now)
        assert not GatewayCall.objects.filter(payment__in=self._payments(), done_at=None).exists()
        assert (found := {name: rows for name, rows in proofs.check(now=self.now) if rows}) == {}, found
        assert [name for name, rows in audit.check() if rows] == []
        self._nothing_hangs()
        self.everybody_paid_what_is_due()

    def _mend(self) -> None:
        """Every second one whose charge failed tries another card."""
        for seat in self._seats().filter(state="fix_needed").order_by("pk")[::2]:
            payment = paying.again(actor=seat.user, seat=seat, now=self.now)
            self._press(self._charges().filter(payment=payment.public_id, state="pending").first(), Press.PAY, True)

    def _nothing_hangs(self) -> None:
        asked = Refund.objects.filter(payment__in=self._payments(), state="asked").exists()
        for payment in self._payments():
            assert payment.state not in LIVE_PAYMENT or payment.state == "captured", payment.state
        for seat in self._seats():
            is_stuck = seat.payments.filter(stuck_at__isnull=False).exists()  # people are told to see to it
            assert seat.state in SETTLED or asked or is_stuck, seat.state
            _assert_points(seat)
        for charge in self._charges():
            assert charge.held_minor == 0
        assert not BuyTeam.objects.filter(campaign=self.campaign, state="forming").exists()

    def _free(self) -> Any:
        """Return whoever has the fewest live seats."""
        return min(self.people, key=lambda one: (self._seats().filter(user=one, state__in=LIVE_SEAT).count(), one.pk))

    def _offer_of(self, actor: Any) -> Offer | None:
        return Offer.objects.filter(entry__user=actor, campaign=self.campaign, state="open").first()

    def _same_again(self, again: Callable[[], Seat], seat: Seat) -> None:
        """10: a command that is replayed with its key gives the same answer and changes nothing."""
        events = Event.objects.count()
        assert again().pk == seat.pk
        assert Event.objects.count() == events

    def _charges(self) -> Any:
        return FakeCharge.objects.filter(payment__in=self._payments().values("public_id"))


SETTLED = ("lapsed", "left", "voided", "refunded", "captured", "fulfilled", "dropped")


def _grew(row: WaitEntry) -> bool:
    """A party that changed its size while it waited is judged by no single size."""
    return Event.objects.filter(kind="wait", row_id=row.pk, cause="fewer").exists()


def _assert_points(seat: Seat) -> None:
    """14: what an order earned is undone exactly once when it ended in nothing, and stands while it stands."""
    earned = Activity.objects.filter(
        source="rewards", key__in=[f"{verb}:{seat.public_id}" for verb in ("register", "complete")]
    )
    undone = Activity.objects.filter(undoes__in=earned, verb="undo")
    if seat.state in ("captured", "fulfilled"):
        assert undone.count() == 0
    else:
        assert undone.count() == earned.count()
