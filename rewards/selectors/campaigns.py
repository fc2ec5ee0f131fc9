"""Campaigns as pages and the API show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F
from django.urls import reverse

from lib import errors, texts
from lib.money import Money
from rewards import ladder, paths, prices
from rewards.ladder import Ladder
from rewards.models import BuyTeam, Campaign, CampaignPicture, FrozenRules
from rewards.selectors import teams
from rewards.selectors.pictures import Picture

if TYPE_CHECKING:
    from rewards.querysets import Viewer

MOST = 60
TEAMS = 12  # that a campaign's page shows
State = Campaign.State
GOING = (State.OPEN, State.PAUSED, State.CLOSING)
COMING = (State.SCHEDULED,)


@dataclass(frozen=True)
class Card:
    """A campaign in a list."""

    campaign: Campaign
    url: str
    ladder: Ladder
    picture: Picture | None
    forming: int
    succeeded: int

    @property
    def is_going(self) -> bool:
        return self.campaign.state in GOING

    @property
    def is_coming(self) -> bool:
        return self.campaign.state in COMING

    @property
    def is_sold_out(self) -> bool:
        """Whether it runs and no seat is free."""
        return self.is_going and self.campaign.seats_left <= 0

    @property
    def may_wait(self) -> bool:
        return self.is_sold_out and self.campaign.has_waitlist and self.campaign.state == State.OPEN

    @property
    def takes_people(self) -> bool:
        return self.campaign.state == State.OPEN and not self.is_sold_out


@dataclass(frozen=True)
class Front:
    """What stays the same of a campaign's page while teams come and go."""

    campaign: Campaign
    url: str
    pictures: tuple[Picture, ...]
    rules: FrozenRules | None
    ladder: Ladder
    topic: str


@dataclass(frozen=True)
class Board:
    """The moving part of a campaign's page, the same for everybody: stock, ladder and teams."""

    campaign: Campaign
    url: str
    ladder: Ladder
    best: teams.Card | None
    just_now: tuple[teams.Arrival, ...]
    forming: int
    succeeded: int
    teams: tuple[teams.Card, ...]

    @property
    def more(self) -> int:
        return max(0, self.forming - len(self.teams))

    @property
    def best_price(self) -> Money | None:
        """What each of the leading team pays at most."""
        if self.best is None:
            return None
        return Money(prices.limit(self.best.team, tuple(self.campaign.tiers.all())), self.campaign.currency)

    @property
    def is_strict(self) -> bool:
        return self.campaign.completion == Campaign.Completion.STRICT

    @property
    def is_open(self) -> bool:
        return self.campaign.state == State.OPEN


def topic_of(campaign_pk: int) -> str:
    """Return the live topic of a campaign's board."""
    return f"buy:{campaign_pk}"


def listing(*, viewer: Viewer) -> tuple[Card, ...]:
    """Return the campaigns that `viewer` may see: those with seats, others that run, then the rest. Queries: 4."""
    rows = Campaign.objects.visible_to(viewer).select_related("brand").prefetch_related("tiers", "pictures")
    return tuple(sorted(cards(list(rows.published().order_by("-opens_at", "-pk")[:MOST])), key=_rank))


def open_to_people(*, viewer: Viewer, most: int) -> tuple[Card, ...]:
    """Return the first of the campaigns in which `viewer` finds a seat now, without their teams. Queries: 3."""
    rows = Campaign.objects.visible_to(viewer).select_related("brand").prefetch_related("tiers", "pictures")
    free = rows.filter(state=State.OPEN, seats_taken__lt=F("stock")).order_by("closes_at", "-pk")
    return tuple(_card(campaign, {}) for campaign in free[:most])


def cards(found: Sequence[Campaign]) -> tuple[Card, ...]:
    """Return campaigns as a list shows them. Queries: 1, when brand, tiers and pictures came with them."""
    counted = _team_counts(found)
    return tuple(_card(campaign, counted.get(campaign.pk, {})) for campaign in found)


def find(*, viewer: Viewer, public_id: str) -> Campaign:
    """Return the campaign with its brand, ladder and pictures. Queries: 3. Raises: NotFound."""
    rows = Campaign.objects.visible_to(viewer).select_related("brand", "rules").prefetch_related("tiers", "pictures")
    campaign = rows.filter(public_id=public_id).first()
    if campaign is None:
        raise errors.NotFound
    return campaign


def front(*, campaign: Campaign) -> Front:
    """Return the standing part of the page of a campaign that `find` gave. Queries: 0."""
    return Front(
        campaign=campaign,
        url=paths.of_campaign(campaign),
        pictures=pictures_of(campaign),
        rules=getattr(campaign, "rules", None),
        ladder=_ladder(campaign, 0),
        topic=topic_of(campaign.pk),
    )


def board(*, pk: int) -> Board:
    """Return the moving part of a campaign's page: the fullest teams that still form, in front. Queries: 7."""
    campaign = Campaign.objects.select_related("brand").prefetch_related("tiers").get(pk=pk)
    counted = _team_counts([campaign]).get(campaign.pk, {})
    forming = teams.forming(campaign=campaign, most=TEAMS)
    best = max(forming, key=lambda card: (card.team.confirmed, -card.team.pk), default=None)
    return Board(
        campaign=campaign,
        url=paths.of_campaign(campaign),
        ladder=_ladder(campaign, best.team.confirmed if best else 0),
        best=best,
        teams=forming,
        forming=counted.get("forming", 0),
        succeeded=counted.get("succeeded", 0),
        just_now=teams.just_now(campaign=campaign, among=forming),
    )


def pictures_of(campaign: Campaign) -> tuple[Picture, ...]:
    """Return the pictures in their order. Queries: 0 when they were prefetched."""
    return tuple(_picture(picture) for picture in campaign.pictures.all())


def _card(campaign: Campaign, counted: Mapping[str, int]) -> Card:
    return Card(
        campaign=campaign,
        url=paths.of_campaign(campaign),
        ladder=_ladder(campaign, 0),
        picture=next(iter(pictures_of(campaign)), None),
        forming=counted.get("forming", 0),
        succeeded=counted.get("succeeded", 0),
    )


def _ladder(campaign: Campaign, people: int) -> Ladder:
    return ladder.of(tuple(campaign.tiers.all()), currency=campaign.currency, people=people)


def _picture(picture: CampaignPicture) -> Picture:
    return Picture(
        url=reverse("rewards:picture", args=[picture.pk]),
        small_url=reverse("rewards:picture-small", args=[picture.pk]),
        width=picture.width,
        height=picture.height,
        alt=texts.pick(picture.alts),
    )


def _team_counts(campaigns: Sequence[Campaign]) -> dict[int, dict[str, int]]:
    """Return for each campaign how many teams form and how many came together; buying alone is no team."""
    rows: Iterable[tuple[int, str, bool | None, int]] = (
        BuyTeam.objects.filter(campaign__in=campaigns, size__gt=1)
        .exclude(state=BuyTeam.State.DISCARDED)
        .values_list("campaign_id", "state", "has_succeeded")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counted: dict[int, dict[str, int]] = {}
    for campaign_id, state, has_succeeded, number in rows:
        name = "forming" if state == BuyTeam.State.FORMING else "succeeded" if has_succeeded else "failed"
        mine = counted.setdefault(campaign_id, {})
        mine[name] = mine.get(name, 0) + number
    return counted


def _rank(card: Card) -> tuple[int, float, int]:
    order = 0 if card.takes_people else 1 if card.is_going else 2 if card.is_coming else 3
    ends = card.campaign.closes_at.timestamp() if card.campaign.closes_at else 0.0
    return (order, ends if order < 3 else -ends, -card.campaign.pk)
