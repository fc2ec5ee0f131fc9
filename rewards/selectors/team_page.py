"""A team's own page: its bar of seats, its ladder, who is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from lib.money import Money
from rewards import ladder, paths, prices
from rewards.ladder import Ladder
from rewards.models import BuyTeam, Campaign, Seat
from rewards.selectors.teams import IN, name_of
from rewards.services.buying.claim_batch import JOINABLE

SHOWN_PEOPLE = 60
SHOWN_CELLS = 30
State = BuyTeam.State


@dataclass(frozen=True)
class Member:
    """Somebody who is in."""

    who: User
    since: datetime | None
    is_captain: bool


@dataclass(frozen=True)
class Bar:
    """The seats of a team by what they are: `in`, somebody at the checkout, kept by an offer, the brand's own, free."""

    size: int
    confirmed: int
    paying: int
    kept: int
    house: int

    @property
    def free(self) -> int:
        return self.size - self.confirmed - self.paying - self.kept - self.house

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """Return (kind, how many), in the order of the bar, without what is not there."""
        named = {"in": self.confirmed, "house": self.house, "paying": self.paying, "kept": self.kept, "free": self.free}
        return tuple((kind, number) for kind, number in named.items() if number > 0)

    @property
    def cells(self) -> tuple[tuple[str, int], ...]:
        """Return one (kind, 1) for each seat, or the parts of a team too big to draw its seats apart."""
        if self.size > SHOWN_CELLS:
            return self.parts
        return tuple((kind, 1) for kind, number in self.parts for _each in range(number))


@dataclass(frozen=True)
class Room:
    """A team's page: the same for everybody who may see it."""

    team: BuyTeam
    campaign: Campaign
    url: str
    name: str
    bar: Bar
    ladder: Ladder
    members: tuple[Member, ...]

    @property
    def price(self) -> Money | None:
        minor = self.team.price_minor
        return None if minor is None else Money(minor, self.campaign.currency)

    @property
    def most(self) -> Money:
        """The most it can cost: the price with the fewest people with whom the team succeeds."""
        return Money(prices.limit(self.team, tuple(self.campaign.tiers.all())), self.campaign.currency)

    @property
    def others(self) -> int:
        return max(0, self.team.confirmed - len(self.members))

    @property
    def missing(self) -> int:
        return max(0, self.team.needed - self.team.confirmed)

    @property
    def may_end_smaller(self) -> bool:
        """Whether it can succeed at its deadline without being full."""
        return self.campaign.completion != Campaign.Completion.STRICT

    @property
    def takes_people(self) -> bool:
        """Whether somebody can come in now: the team forms, has a place, and the stock has one too."""
        is_open = self.team.is_forming and self.campaign.state in JOINABLE
        return is_open and self.bar.free > 0 and self.campaign.seats_left > 0

    @property
    def is_sold_out(self) -> bool:
        """Whether the team has a place and the stock has none."""
        return self.team.is_forming and self.bar.free > 0 and self.campaign.seats_left <= 0

    @property
    def has_failed(self) -> bool:
        return self.team.state in (State.FAILED, State.DISCARDED) or self.team.has_succeeded is False

    @property
    def is_alone(self) -> bool:
        return self.team.size == 1


def room(*, team: BuyTeam) -> Room:
    """Return the page of a team that `find` gave. Queries: 2."""
    seats = Seat.objects.filter(team=team, state__in=IN).select_related("user")
    members = seats.order_by("confirmed_at", "pk")[:SHOWN_PEOPLE]
    campaign = team.campaign
    people = max(team.confirmed + team.house_seats, 0)
    return Room(
        team=team,
        campaign=campaign,
        url=paths.of_team(team),
        name=name_of(team),
        bar=_bar(team),
        ladder=ladder.of(tuple(campaign.tiers.all()), currency=campaign.currency, people=people, size=team.size),
        members=tuple(
            Member(seat.user, seat.confirmed_at, is_captain=seat.user_id == team.captain_id) for seat in members
        ),
    )


def room_of(*, pk: int) -> Room:
    """Return the page of a team, for everybody who listens to its topic. Queries: 4."""
    rows = BuyTeam.objects.select_related("campaign__brand", "captain").prefetch_related("campaign__tiers")
    return room(team=rows.get(pk=pk))


def _bar(team: BuyTeam) -> Bar:
    paying = 0
    if team.is_forming:
        paying = Seat.objects.filter(team=team, state=Seat.State.HELD).count()
    kept = max(0, team.seats_taken - team.confirmed - paying) if team.is_forming else 0
    return Bar(size=team.size, confirmed=team.confirmed, paying=paying, kept=kept, house=team.house_seats)
