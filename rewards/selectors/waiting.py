"""Waiting parties and their offers, as pages and the API show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Sum

from lib import errors
from live.selectors import topics
from rewards import paths
from rewards.models import Campaign, Offer, WaitEntry
from rewards.selectors import teams

if TYPE_CHECKING:
    from rewards.querysets import Viewer

State = WaitEntry.State


@dataclass(frozen=True)
class Waiting:
    """A party on the list; `ahead` parties were there before it."""

    entry: WaitEntry
    ahead: int
    offer: Offer | None
    offer_url: str

    @property
    def was_skipped(self) -> bool:
        return bool(self.entry.skipped_because)


@dataclass(frozen=True)
class Kept:
    """Seats that are kept for a party, for whoever has the link; `version` is that of the campaign's topic."""

    offer: Offer
    campaign: Campaign
    version: int
    url: str
    team: teams.Card | None
    is_leader: bool
    is_open: bool

    @property
    def left(self) -> int:
        return self.offer.seats - self.offer.used


def of(*, viewer: Viewer, campaign: Campaign) -> Waiting | None:
    """Return the party that `viewer` leads on this campaign's list. Queries: at most 3, none for visitors."""
    if not viewer.is_authenticated:
        return None
    entry = WaitEntry.objects.filter(campaign=campaign, user=viewer, state__in=(State.WAITING, State.OFFERED)).first()
    if entry is None:
        return None
    offer = entry.offers.filter(state=Offer.State.OPEN).first()
    ahead = WaitEntry.objects.filter(campaign=campaign, state=State.WAITING, pk__lt=entry.pk).count()
    return Waiting(entry=entry, ahead=ahead, offer=offer, offer_url=paths.of_offer(offer) if offer else "")


def people_waiting(*, campaign: Campaign) -> int:
    """Return how many people wait, in all parties. Queries: 1."""
    waiting = WaitEntry.objects.filter(campaign=campaign, state=State.WAITING)
    return waiting.aggregate(people=Sum("party_size"))["people"] or 0


def kept(*, viewer: Viewer, token: str, now: datetime) -> Kept:
    """Return what the offer with `token` keeps. Queries: 2, 3 with a team. Raises: NotFound."""
    rows = Offer.objects.select_related("campaign__brand", "entry", "team__captain")
    rows = rows.annotate(live_version=topics.version_beside("buy", "campaign_id"))
    offer = rows.prefetch_related("campaign__tiers", "campaign__pictures").filter(token=token).first()
    if offer is None:
        raise errors.NotFound
    if offer.team:
        offer.team.campaign = offer.campaign
    return Kept(
        offer=offer,
        campaign=offer.campaign,
        version=offer.live_version,
        url=paths.of_offer(offer),
        team=teams.cards([offer.team])[0] if offer.team else None,
        is_leader=viewer.is_authenticated and offer.entry.user_id == viewer.pk,
        is_open=offer.state == Offer.State.OPEN and now < offer.until and offer.used < offer.seats,
    )
