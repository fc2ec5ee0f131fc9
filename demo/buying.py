"""The demo's group buys, lived through the real services with the clock set to each step; the fake bank pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from accounts.models import Brand, User
from demo import content, coupons, pictures
from demo.timeline import Step
from rewards.models import BuyTeam, Campaign, FakeCharge, Payment, Seat
from rewards.services.buying import addresses, campaigns, seats, showing, teams, waiting
from rewards.services.buying.addresses import Address
from rewards.services.buying.terms import Terms, Tier
from rewards.services.money import calling, fake_checkout, reconciling, refunds
from rewards.services.money.fake_checkout import Press

MINUTE = timedelta(minutes=1)
PLAN_B = Seat.PlanB.STOP.value


@dataclass
class Market:
    """The shop while it is lived through: whose campaigns and teams exist so far."""

    users: Mapping[str, User]
    staff: User
    now: datetime

    def live(self) -> None:
        """Take every step in the order of time."""
        for _at, step in sorted(self.steps(), key=lambda pair: pair[0]):
            step()
        self.close()

    def steps(self) -> Iterator[Step]:
        """Return what happens and when; each step does first what was due by then."""
        yield from coupons.steps(users=self.users, now=self.now)
        for wanted in content.campaigns():
            for at, step in self._of_campaign(wanted):
                yield at, partial(_after_jobs, at, step)

    def close(self) -> None:
        """Do what is due by now."""
        do_due(self.now)

    def _of_campaign(self, wanted: content.Campaign) -> Iterator[Step]:
        at = self._ago(wanted.drafted_hours_ago)
        made: list[Campaign] = []
        yield at, lambda: made.append(self._draft(wanted, at))
        if wanted.state == "review":
            return
        yield at + 60 * MINUTE, lambda: self._approve(made[0], at + 60 * MINUTE)
        for team in wanted.teams:
            yield from self._of_team(made, team)
        for waiter in wanted.waiters:
            yield self._ago(waiter.hours_ago), partial(self._wait, made, waiter)
        for refund in wanted.refunds:
            yield self._ago(refund.hours_ago), partial(self._ask_back, made, refund)

    def _of_team(self, made: list[Campaign], wanted: content.Team) -> Iterator[Step]:
        found: list[BuyTeam] = []
        opened = self._ago(wanted.opened_hours_ago)
        for place, (who, hours) in enumerate(wanted.joined):
            at = opened + timedelta(hours=hours)
            key = f"{wanted.opened_hours_ago}-{wanted.size}-{place}"
            if place == 0:
                yield opened, partial(self._open, made, wanted, key, opened, found)
            else:
                yield at, partial(self._join, found, wanted, who, key, at)
        for who, note in wanted.shipped.items():
            yield self._ago(4), partial(self._ship, made, who, note)

    def _draft(self, wanted: content.Campaign, at: datetime) -> Campaign:
        by = self.users[wanted.by]
        values = {**wanted.terms, "tiers": tuple(Tier(*tier) for tier in wanted.terms["tiers"])}
        terms = Terms(**values, closes_at=self.now + timedelta(hours=wanted.closes_in_hours))
        campaign = campaigns.draft(by=by, brand=Brand.objects.get(slug=wanted.brand), terms=terms, now=at)
        for number, shown in enumerate(wanted.pictures):
            show(by=by, campaign=campaign, shown=shown, seed=f"{wanted.key}-{number}", at=at)
        return campaigns.submit(by=by, campaign=Campaign.objects.get(pk=campaign.pk), now=at + 20 * MINUTE)

    def _approve(self, campaign: Campaign, at: datetime) -> None:
        campaigns.approve(by=self.staff, campaign=campaign, now=at)

    def _open(self, made: list[Campaign], wanted: content.Team, key: str, at: datetime, found: list[BuyTeam]) -> None:
        campaign = Campaign.objects.get(pk=made[0].pk)
        captain = self.users[wanted.joined[0][0]]
        own = coupons.codes_for(captain, tuple(wanted.coupons.get(wanted.joined[0][0], ())))
        seat = teams.open(
            actor=captain,
            campaign=campaign,
            size=wanted.size,
            key=key,
            plan_b=PLAN_B,
            name=wanted.name,
            coupons=own,
            now=at,
        )
        found.append(seat.team)
        _pay(seat, at + 3 * MINUTE)
        _say_where(seat, at + 5 * MINUTE)

    def _join(self, found: list[BuyTeam], wanted: content.Team, who: str, key: str, at: datetime) -> None:
        team = BuyTeam.objects.get(pk=found[0].pk)
        own = coupons.codes_for(self.users[who], tuple(wanted.coupons.get(who, ())))
        seat = seats.join(actor=self.users[who], team=team, key=key, plan_b=PLAN_B, coupons=own, now=at)
        _pay(seat, at + 3 * MINUTE)
        _say_where(seat, at + 5 * MINUTE)

    def _ship(self, made: list[Campaign], who: str, note: str) -> None:
        seat = Seat.objects.get(campaign=made[0], user=self.users[who])
        seats.fulfil(actor=made[0].created_by, seat=seat, note=note, now=self._ago(4))

    def _wait(self, made: list[Campaign], waiter: content.Waiter) -> None:
        campaign = Campaign.objects.get(pk=made[0].pk)
        waiting.enter(
            actor=self.users[waiter.who], campaign=campaign, party_size=waiter.party, now=self._ago(waiter.hours_ago)
        )

    def _ask_back(self, made: list[Campaign], refund: content.Refund) -> None:
        payment = Payment.objects.get(seat__campaign=made[0], seat__user=self.users[refund.who])
        by, at = made[0].created_by, self._ago(refund.hours_ago)
        refunds.ask(by=by, payment=payment, amount_minor=refund.amount_minor, reason=refund.reason, now=at)

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)


def show(*, by: User, campaign: Campaign, shown: Mapping[str, str], seed: str, at: datetime) -> None:
    """Draw a picture and put it on the campaign's page, with what it shows in each language."""
    file = pictures.draw(scene=shown["scene"], seed=seed)
    picture = showing.add(by=by, campaign=campaign, file=file)
    alts = {picture.pk: {"en": shown["en"], "zh-hans": shown["zh"]}}
    showing.arrange(by=by, campaign=campaign, alts=alts)


def settle(seat: Seat, at: datetime) -> None:
    """Pay for a seat and say where its parcel goes."""
    _pay(seat, at + 3 * MINUTE)
    _say_where(seat, at + 5 * MINUTE)


def _pay(seat: Seat, at: datetime) -> None:
    """Press "Pay" at the bank's checkout and come back to the shop."""
    payment = Payment.objects.filter(seat=seat).latest("pk")
    charge = FakeCharge.objects.get(payment=payment.public_id)
    fake_checkout.press(reference=charge.reference, how=Press.PAY, now=at)
    reconciling.look(payment=payment, now=at)


def _after_jobs(at: datetime, step: Callable[[], None]) -> None:
    do_due(at)
    step()


def _say_where(seat: Seat, at: datetime) -> None:
    """Give the address that the member has, if any; the others are asked."""
    known = content.addresses().get(seat.user.username)
    if known:
        addresses.give(actor=seat.user, seat=seat, address=Address(**known), now=at)


def do_due(now: datetime) -> None:
    """Do what was due by `now`, the bank's answers included."""
    fake_checkout.send_due(now=now)
    campaigns.open_due(now=now)
    seats.lapse_due(now=now)
    teams.end_due(now=now)
    while calling.perform_due(now=now):
        pass
    fake_checkout.send_due(now=now)
    campaigns.close_due(now=now)
    addresses.ask_due(now=now)
    addresses.erase_due(now=now)
