"""Seats without a bank: a state machine over teams, holds, moves, mergers and the waitlist. What a bank would say comes
as a bare answer, at any time and in any order; a model beside it counts who has what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import time_machine
from django.db import transaction
from hypothesis import event, strategies as st
from hypothesis.stateful import initialize, rule

from lib import errors
from rewards.models import BuyTeam, CouponUse, Event, Merger, Offer, Payment, Seat, WaitEntry
from rewards.payments import Outcome
from rewards.services.buying import campaigns, locking, mergers, moving, seats, teams, waiting
from rewards.services.money import repaying
from tests.factories import member
from tests.kept_scenes import begin_anew
from tests.rewards import buying, couponing, factories
from tests.rewards.buying import fresh
from tests.rewards.seat_invariants import SeatInvariants

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
PEOPLE = 7
_numbers = count(1)
reached: Counter[str] = Counter()
picks = st.integers(0, 11)
plans = st.sampled_from(["move", "move", "stop"])
answers = st.lists(st.sampled_from([True, True, True, False]), min_size=5, max_size=5)
SWEEPS: tuple[Callable[..., int], ...] = (
    seats.lapse_due,
    teams.end_due,
    teams.settle_due,
    waiting.expire_due,
    waiting.close_due,
    campaigns.close_due,
)


class Seats(SeatInvariants):
    """Seven people and one campaign."""

    now: datetime = START
    wishes = 0

    @initialize(
        mode=st.sampled_from(["hold", "prepay"]),
        completion=st.sampled_from(["strict", "ratio", "house"]),
        stock=st.sampled_from([4, 5, 6, 6, 8, 11]),
        per_member=st.sampled_from([1, 2, 2]),
        single=st.booleans(),
    )
    def found(self, mode: str, completion: str, stock: int, per_member: int, single: bool) -> None:
        begin_anew()
        percent = 100 if completion == "strict" else 60
        self.people = [member("Buyer") for _ in range(PEOPLE)]
        with time_machine.travel(self.now, tick=False):
            self.brand = factories.brand()
            self.campaign = factories.campaign(
                self.brand,
                payment_mode=mode,
                completion=completion,
                ratio_percent=percent,
                stock=stock,
                sizes=(2, 3, 5) if stock >= 5 else (2, 3),
                per_member=per_member,
                single_minor=12_000 if single else None,
            )
            terms = [{"value": 1_000, "max_uses": 3}, {"kind": "percent", "value": 2_500, "max_uses": 4}]
            made = [couponing.coupon(self.campaign, stacks=True, per_member=2, **each) for each in terms]
            self.codes = [couponing.code_of(each) for each in made]

    @rule(
        who=picks,
        apart=st.sampled_from([0, 60 * 20]),
        size=st.sampled_from([1, 2, 3, 3, 5, 5]),
        plan=plans,
        listed=st.sampled_from([True, True, False]),
        by_offer=st.booleans(),
        friends=st.integers(0, 4),
        late=st.integers(0, 8),
    )
    def opens(
        self, who: int, apart: int, size: int, plan: str, listed: bool, by_offer: bool, friends: int, late: int
    ) -> None:
        """Somebody opens a team, some time after the last one, and friends come along; all pay but one, who is late."""
        self.now += timedelta(minutes=apart)
        offer = self._pick(Offer.objects.filter(campaign=self.campaign, state="open"), who) if by_offer else None
        token = offer.token if offer else ""
        more = {"campaign": self.campaign, "size": size, "offer_token": token, "is_listed": listed}
        captain = self._claims(teams.open, self._wish(who, plan) | more, pays=late != 0)
        for place in range(1, friends + 1):
            if captain:
                more = {"team": captain.team, "invite": captain.team.invite, "offer_token": token}
                self._claims(seats.join, self._wish(who + place, plan) | more, pays=late != place)

    @rule(who=picks, hours=st.integers(1, 12), then=st.sampled_from(["", "merge", "fail", "fail"]), says=answers)
    def two_teams_grow(self, who: int, hours: int, then: str, says: list[bool]) -> None:
        """One after the other, neither full: their people may move together, or one by one when the first fails."""
        if self._left() < 4:
            return
        before = list(self._teams().values_list("pk", flat=True))
        for place in (who, who + 2):
            self.opens(place, 0, 5 if then == "merge" else 3, "move", True, False, 1, 8)
            self.now += timedelta(hours=hours)
        new = list(self._teams().exclude(pk__in=before).order_by("pk"))
        if then == "merge" and len(new) == 2:
            self._merges(new[0], new[1], says)
        elif then == "fail" and len(new) == 2:
            self.now = max(self.now, new[0].deadline_at)
            teams.end_due(now=self.now)

    @rule(who=picks, party=st.integers(1, 2), goes=picks)
    def sells_out_and_somebody_goes(self, who: int, party: int, goes: int) -> None:
        """All that is left is taken, a party waits, and somebody gives up a seat."""
        for place in range(PEOPLE):
            if not self._left():
                break
            more = {"campaign": self.campaign, "size": 2 + (place + who) % 2}
            self._claims(teams.open, self._wish(who + place, "stop") | more, pays=place % 2 == 0)
        self.waits(who + goes, party)
        for _ in range(party):
            self.leaves(goes, True)

    @rule(who=picks, which=picks, plan=plans, pays=st.booleans())
    def an_offer_is_taken(self, who: int, which: int, plan: str, pays: bool) -> None:
        offer = self._pick(self._offers(), which)
        if offer is None:
            return
        wish = self._wish(who, plan) | {"actor": offer.entry.user, "offer_token": offer.token}
        if offer.team:
            self._claims(seats.join, wish | {"team": offer.team}, pays=pays)
        else:
            self._claims(teams.open, wish | {"campaign": self.campaign, "size": 3}, pays=pays)

    @rule(soon=st.booleans())
    def a_deadline_comes(self, soon: bool) -> None:
        """The first team's time is over, and a sweeper sees it, soon or late."""
        first = self._teams().order_by("deadline_at", "pk").first()
        if first is None:
            return
        self.now = max(self.now, first.deadline_at) + timedelta(minutes=1)
        if soon:
            teams.end_due(now=self.now)

    @rule(who=picks, which=picks, plan=plans, invited=st.booleans(), by_offer=st.booleans(), pays=st.booleans())
    def joins(self, who: int, which: int, plan: str, invited: bool, by_offer: bool, pays: bool) -> None:
        team = self._pick(self._teams(), which)
        offer = self._pick(Offer.objects.filter(campaign=self.campaign, state="open"), which) if by_offer else None
        if offer and offer.team:
            team = offer.team
        if team:
            more = {"team": team, "invite": team.invite if invited else "", "offer_token": offer.token if offer else ""}
            self._claims(seats.join, self._wish(who, plan) | more, pays=pays)

    @rule(which=picks)
    def is_paid(self, which: int) -> None:
        """The bank says that a payment was made: of a seat in any state, once or again."""
        waiting_ones = self._seats().filter(state__in=("held", "lapsed"))
        seat = self._pick(waiting_ones, which) or self._pick(self._seats(), which)
        if seat:
            buying.pay(seat, now=self.now)

    @rule(which=picks, outcome=st.sampled_from([Outcome.DECLINED, Outcome.EXPIRED, Outcome.VOIDED, Outcome.CAPTURED]))
    def the_bank_says(self, which: int, outcome: Outcome) -> None:
        seat = self._pick(self._seats(), which)
        if seat is None:
            return
        payment = buying.payment_of(seat)
        if outcome == Outcome.CAPTURED:
            if payment.state != "capturing":
                return
            buying.tell(payment, outcome, now=self.now, captured_minor=seat.due_minor(seat.team.price_minor))
        elif not (outcome == Outcome.VOIDED and payment.state == "authorised"):  # nobody voids but we
            buying.tell(payment, outcome, now=self.now)

    @rule(which=picks, sure=st.booleans())
    def leaves(self, which: int, sure: bool) -> None:
        seat = self._pick(self._seats().filter(state__in=("held", "authorised")), which)
        if seat and sure:
            self._try(seats.leave, actor=seat.user, seat=seat, now=self.now)

    @rule(which=picks, plan=plans)
    def chooses(self, which: int, plan: str) -> None:
        seat = self._pick(self._seats(), which)
        if seat:
            self._try(moving.choose, actor=seat.user, seat=seat, plan_b=plan, now=self.now)

    @rule(which=picks, other=picks, says=answers)
    def a_captain_proposes(self, which: int, other: int, says: list[bool]) -> None:
        """The merger of an earlier day may be answered too."""
        team = self._pick(self._teams(), which)
        into = team and self._pick(self._teams().exclude(pk=team.pk), other)
        if into:
            self._merges(team, into, says, other)

    def _merges(self, team: BuyTeam, into: BuyTeam, says: list[bool], which: int = 0) -> None:
        """The members answer one after the other."""
        self._try(mergers.propose, actor=team.captain, team=team, into=into, now=self.now)
        merger = self._pick(Merger.objects.filter(team=team), which)
        for seat, yes in zip(self._seats().filter(team=team).order_by("pk") if merger else (), says, strict=False):
            self._try(mergers.answer, actor=seat.user, merger=merger, seat=seat, yes=yes, now=self.now)

    @rule(which=picks)
    def is_refunded(self, which: int) -> None:
        seat = self._pick(self._seats().filter(state="captured"), which)
        if seat:
            payment = buying.payment_of(seat)
            self._try(self._refund, payment=payment)

    @transaction.atomic
    def _refund(self, payment: Payment) -> None:
        repaying.give(locking.payment(payment), payment.captured_minor, "brand", self.now)

    @rule(who=picks, party=st.integers(1, 3))
    def waits(self, who: int, party: int) -> None:
        actor = self.people[who % PEOPLE]
        self._try(waiting.enter, actor=actor, campaign=self.campaign, party_size=party, now=self.now)

    @rule(which=picks, declines=st.booleans())
    def gives_up_waiting(self, which: int, declines: bool) -> None:
        entry = self._pick(WaitEntry.objects.filter(campaign=self.campaign), which)
        offer = entry and entry.offers.filter(state="open").first()
        if offer and declines:
            self._try(waiting.decline, actor=entry.user, offer=offer, now=self.now)
        elif entry:
            self._try(waiting.leave, actor=entry.user, entry=entry, now=self.now)

    @rule(minutes=st.sampled_from([1, 10, 30, 60 * 20, 60 * 29]), sweeps=st.sets(st.sampled_from(SWEEPS), min_size=3))
    def time_goes_by(self, minutes: int, sweeps: set[Callable[..., int]]) -> None:
        """Sweepers may be late: writing paths test every deadline themselves."""
        self.now += timedelta(minutes=minutes)
        for sweep in SWEEPS:
            if sweep in sweeps:
                sweep(now=self.now)

    @rule(which=st.integers(0, 60))
    def the_campaign_changes(self, which: int) -> None:
        asked = {"by": self.brand.owner, "campaign": self.campaign, "now": self.now}
        if which == 0:
            self._try(campaigns.cancel, reason="It is over.", **asked)
        elif which in (1, 2):
            self._try(campaigns.pause, reason="A moment.", **asked)
        elif which < 10:
            self._try(campaigns.resume, **asked)

    def teardown(self) -> None:
        if hasattr(self, "campaign"):
            self._read_the_logs()
            self._count()

    def _count(self) -> None:
        """Note what this example came to: `--hypothesis-show-statistics` shows in how many each was reached."""
        for name, found in self._found().items():
            if found.exists():
                reached[name] += 1
                event(name)

    def _found(self) -> dict[str, Any]:
        log = Event.objects.filter(kind="seat", row_id__in=self._seats().values("pk"))
        offers = Offer.objects.filter(campaign=self.campaign)
        return {
            "moved by plan B": log.filter(cause="plan_b"),
            "moved by a merger": log.filter(cause="merged"),
            "offered": offers,
            "offer taken": offers.filter(used__gt=0),
            "place won back": log.filter(before="lapsed", after="authorised"),
            "team succeeded": BuyTeam.objects.filter(campaign=self.campaign, has_succeeded=True),
            "coupon used": CouponUse.objects.filter(state="redeemed"),
            "coupon back": CouponUse.objects.filter(state__in=("released", "restored")),
            "team failed": BuyTeam.objects.filter(campaign=self.campaign, has_succeeded=False),
        }

    def _claims(self, service: Callable[..., Seat], wish: dict[str, Any], *, pays: bool) -> Seat | None:
        """10: the same wish again gives the same seat and changes nothing."""
        seat = self._try(service, **wish)
        if seat is None:
            return None
        events = Event.objects.count()
        assert service(**wish).pk == seat.pk
        assert Event.objects.count() == events
        return fresh(seat) if not pays else buying.confirmed(seat, now=self.now)

    def _wish(self, who: int, plan: str) -> dict[str, Any]:
        """Every third time one or two coupons come along."""
        self.wishes += 1
        more = {"coupons": self.codes[who % 2 :]} if self.wishes % 3 == 0 else {}
        key = f"k{next(_numbers)}"
        return {"actor": self.people[who % PEOPLE], "key": key, "plan_b": plan, "now": self.now} | more

    def _try(self, service: Callable[..., Any], **wish: Any) -> Any:
        try:
            return service(**wish)
        except errors.HearthError:
            return None

    def _pick(self, rows: Any, which: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[which % len(found)] if found else None

    def _seats(self) -> Any:
        return Seat.objects.filter(campaign=self.campaign).select_related("team", "user")

    def _offers(self) -> Any:
        return Offer.objects.filter(campaign=self.campaign, state="open").select_related("team", "entry__user")

    def _left(self) -> int:
        campaign = fresh(self.campaign)
        return campaign.seats_left if campaign.state == "open" else 0

    def _teams(self) -> Any:
        return BuyTeam.objects.filter(campaign=self.campaign, state="forming").select_related("captain")
