"""A proposal of the demo that is sold: its campaign finished, approved, launched, bought by a team; the pool paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import User
from community.models import Proposal
from community.services.making import launching, payouts
from demo import buying
from rewards.models import BuyTeam, Campaign
from rewards.services.buying import campaigns, seats, teams
from rewards.services.buying.terms import Terms, Tier

HOUR = timedelta(hours=1)
OPEN_FOR = timedelta(days=14)


@dataclass
class Launch:
    """The launch of one proposal; `find` loads it as it is now."""

    users: Mapping[str, User]
    staff: User
    wanted: Mapping[str, Any]
    find: Callable[[], Proposal]
    now: datetime
    jobs: Callable[[datetime], None]

    def steps(self) -> Iterator[tuple[datetime, Callable[[], object]]]:
        announced, opened = self._ago(self.wanted["announced"]), self._ago(self.wanted["hours"])
        yield announced, lambda: self._announce(announced)
        yield opened, lambda: self._launch(opened)
        for team in self.wanted["team"]:
            yield self._ago(team["hours"]), partial(self._buy, team, self._ago(team["hours"]))
        paid = self._ago(self.wanted["paid"])
        yield paid, lambda: self._pay(paid)

    def _announce(self, at: datetime) -> None:
        """Announce it, finish the campaign that this drafts, and have it approved."""
        self.jobs(at)
        launching.announce(by=self._by, proposal=self.find(), now=at)
        said = self.wanted["terms"]
        values = {**said, "tiers": tuple(Tier(*tier) for tier in said["tiers"])}
        opens = self._ago(self.wanted["hours"])
        terms = Terms(**values, opens_at=opens, closes_at=self.now + OPEN_FOR)
        campaign = campaigns.edit(by=self._by, campaign=self._campaign(), terms=terms)
        buying.show(by=self._by, campaign=campaign, shown=self.wanted["picture"], seed="longjing-pouch", at=at + HOUR)
        campaign = self._campaign()
        campaigns.submit(by=self._by, campaign=campaign, now=at + 2 * HOUR)
        campaigns.approve(by=self.staff, campaign=self._campaign(), now=at + 20 * HOUR)

    def _launch(self, at: datetime) -> None:
        said = self.wanted["terms"]
        launching.launch(by=self._by, proposal=self.find(), names=said["names"], stories=said["stories"], now=at)

    def _buy(self, wanted: Mapping[str, Any], at: datetime) -> None:
        campaign, captain = self._campaign(), self.users[wanted["joined"][0]]
        seat = teams.open(
            actor=captain,
            campaign=campaign,
            size=wanted["size"],
            key=f"launch-{wanted['name']}",
            plan_b=buying.PLAN_B,
            name=wanted["name"],
            now=at,
        )
        buying.settle(seat, at)
        for place, who in enumerate(wanted["joined"][1:], start=1):
            team = BuyTeam.objects.get(pk=seat.team_id)
            later = at + place * HOUR
            mine = seats.join(actor=self.users[who], team=team, key=f"launch-{place}", plan_b=buying.PLAN_B, now=later)
            buying.settle(mine, later)
        buying.do_due(at + 12 * HOUR)

    def _pay(self, at: datetime) -> None:
        proposal = self.find()
        payouts.pay(
            by=self._by,
            statement=proposal.credit,
            pool_minor=self.wanted["pool_minor"],
            currency=self.wanted["terms"]["currency"],
            reason=self.wanted["reason"],
            key="first-thousand",
            now=at,
        )

    @property
    def _by(self) -> User:
        return self.users[self.wanted["by"]]

    def _campaign(self) -> Campaign:
        return Campaign.objects.get(launch=launching.key_of(self.find()))

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)
