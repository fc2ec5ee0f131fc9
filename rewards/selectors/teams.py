"""Teams as pages and the API show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from accounts.models import User
from lib import errors
from lib.money import Money
from rewards import ladder, paths, prices
from rewards.ladder import Ladder
from rewards.machines import LIVE_SEAT
from rewards.models import BuyTeam, Campaign, Seat
from rewards.querysets import TeamQuerySet

if TYPE_CHECKING:
    from rewards.querysets import Viewer

FACES = 5
SHOWN_PEOPLE = 60
SHOWN_CELLS = 30
LATEST = 5
IN = tuple(state for state in LIVE_SEAT if state != Seat.State.HELD)  # the payment is promised or made
State = BuyTeam.State


@dataclass(frozen=True)
class Card:
    """A team in a list; `faces` are the first who are in, `others` counts the rest of them."""

    team: BuyTeam
    url: str
    name: str
    faces: tuple[User, ...]

    @property
    def others(self) -> int:
        return max(0, self.team.confirmed - len(self.faces))

    @property
    def waiting(self) -> int:
        """How many seats are held by somebody at the checkout, or kept by an offer."""
        return max(0, self.team.seats_taken - self.team.confirmed)

    @property
    def missing(self) -> int:
        return max(0, self.team.needed - self.team.confirmed)


@dataclass(frozen=True)
class Arrival:
    """Something good that just happened: `who` came into a team, or (`who` is None) the team came together."""

    team: BuyTeam
    url: str
    name: str
    at: datetime
    who: User | None = None

    @property
    def price(self) -> Money | None:
        minor = self.team.price_minor
        return None if minor is None else Money(minor, self.team.campaign.currency)


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
    def has_failed(self) -> bool:
        return self.team.state in (State.FAILED, State.DISCARDED) or self.team.has_succeeded is False

    @property
    def is_alone(self) -> bool:
        return self.team.size == 1


def topic_of(team_pk: int) -> str:
    """Return the live topic of a team's bar."""
    return f"buyteam:{team_pk}"


def name_of(team: BuyTeam) -> str:
    """Return the team's name, or whose team it is."""
    return team.name or _("%(name)s’s team") % {"name": team.captain.display_name}


def find(*, viewer: Viewer, public_id: str, invite: str = "") -> BuyTeam:
    """Return the team with its campaign, brand and captain. Queries: 3. Raises: NotFound.

    A team that is not listed shows itself to those who are or were in it and to whoever has its invitation.
    """
    rows = BuyTeam.objects.select_related("campaign__brand", "captain")
    rows = rows.prefetch_related("campaign__tiers", "campaign__pictures")
    team = rows.filter(public_id=public_id).exclude(campaign__state__in=("draft", "review")).first()
    if team is None or not may_see(viewer, team, invite):
        raise errors.NotFound
    return team


def may_see(viewer: Viewer, team: BuyTeam, invite: str = "") -> bool:
    """Say whether `viewer` may see the team. Queries: none for a listed team or the invited, else 1."""
    if team.is_listed or (invite and invite == team.invite):
        return True
    return viewer.is_authenticated and Seat.objects.filter(team=team, user=viewer).exists()


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


def forming(*, campaign: Campaign, most: int, without: Iterable[int] = (), seats: int = 1) -> tuple[Card, ...]:
    """Return listed teams with at least `seats` free, those that miss fewest people in front. Queries: 2.

    A team shows itself when its captain is in. `without` names teams to leave out by their keys.
    """
    rows = joinable(campaign=campaign, seats=seats).exclude(pk__in=tuple(without)).select_related("captain")
    found = list(rows.by_need()[:most])
    for team in found:
        team.campaign = campaign
    return cards(found)


def joinable(*, campaign: Campaign, seats: int = 1) -> TeamQuerySet:
    """Return the campaign's teams that show themselves and have at least `seats` free."""
    return BuyTeam.objects.with_room(seats).filter(campaign=campaign)


def nearest() -> Card | None:
    """Return the listed team of all open campaigns that misses fewest people. Queries: 2, 1 when none forms."""
    rows = BuyTeam.objects.with_room().filter(campaign__state=Campaign.State.OPEN)
    found = rows.by_need().select_related("captain", "campaign__brand").first()
    return cards([found])[0] if found else None


def cards(found: Iterable[BuyTeam]) -> tuple[Card, ...]:
    """Return the teams as a list shows them. Queries: 1, and that of `found`."""
    shown = tuple(found)
    faces = _faces(shown)
    return tuple(
        Card(team=team, url=paths.of_team(team), name=name_of(team), faces=tuple(faces[team.pk])) for team in shown
    )


def just_now(*, campaign: Campaign, among: Sequence[Card]) -> tuple[Arrival, ...]:
    """Return who came last into the teams `among`, and which teams came together last. Queries: 2."""
    by_pk = {card.team.pk: card for card in among}
    seats = Seat.objects.filter(team__in=by_pk, state__in=IN, confirmed_at__isnull=False).select_related("user")
    came = [
        Arrival(card.team, card.url, card.name, at, seat.user)
        for seat in seats.order_by("-confirmed_at", "-pk")[:LATEST]
        if (card := by_pk[seat.team_id]) and (at := seat.confirmed_at)
    ]
    together = BuyTeam.objects.filter(campaign=campaign, has_succeeded=True, is_listed=True, size__gt=1)
    for team in together.select_related("captain").order_by("-ended_at", "-pk")[:LATEST]:
        team.campaign = campaign
        came.append(Arrival(team, paths.of_team(team), name_of(team), team.ended_at or team.opened_at))
    return tuple(sorted(came, key=lambda each: each.at, reverse=True))[:LATEST]


def _bar(team: BuyTeam) -> Bar:
    paying = 0
    if team.is_forming:
        paying = Seat.objects.filter(team=team, state=Seat.State.HELD).count()
    kept = max(0, team.seats_taken - team.confirmed - paying) if team.is_forming else 0
    return Bar(size=team.size, confirmed=team.confirmed, paying=paying, kept=kept, house=team.house_seats)


def _faces(found: Sequence[BuyTeam]) -> dict[int, list[User]]:
    number = Window(RowNumber(), partition_by=F("team"), order_by=(F("confirmed_at").asc(), F("pk").asc()))
    seats = Seat.objects.filter(team__in=[team.pk for team in found], state__in=IN).annotate(number=number)
    faces: dict[int, list[User]] = defaultdict(list)
    for seat in seats.filter(number__lte=FACES).select_related("user").order_by("team", "number"):
        faces[seat.team_id].append(seat.user)
    return faces
