"""Teams as lists show them: which there are, who is in front, what just happened."""

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
from rewards import paths
from rewards.machines import LIVE_SEAT
from rewards.models import BuyTeam, Campaign, Seat
from rewards.querysets import TeamQuerySet

if TYPE_CHECKING:
    from rewards.querysets import Viewer

FACES = 5
LATEST = 5
IN = tuple(state for state in LIVE_SEAT if state != Seat.State.HELD)  # the payment is promised or made


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


def topic_of(team_pk: int) -> str:
    """Return the live topic of a team's bar."""
    return f"buyteam:{team_pk}"


def name_of(team: BuyTeam) -> str:
    """Return the team's name, or whose team it is."""
    return team.name or _("%(name)s’s team") % {"name": team.captain.display_name}


def find(*, viewer: Viewer, public_id: str, invite: str = "") -> BuyTeam:
    """Return the team with its campaign, brand and captain, and both topics' versions. Queries: 3. Raises: NotFound.

    A team that is not listed shows itself to those who are or were in it and to whoever has its invitation.
    """
    rows = BuyTeam.objects.with_versions().select_related("campaign__brand", "captain")
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


def _faces(found: Sequence[BuyTeam]) -> dict[int, list[User]]:
    number = Window(RowNumber(), partition_by=F("team"), order_by=(F("confirmed_at").asc(), F("pk").asc()))
    seats = Seat.objects.filter(team__in=[team.pk for team in found], state__in=IN).annotate(number=number)
    faces: dict[int, list[User]] = defaultdict(list)
    for seat in seats.filter(number__lte=FACES).select_related("user").order_by("team", "number"):
        faces[seat.team_id].append(seat.user)
    return faces
