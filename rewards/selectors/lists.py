"""Campaigns and teams page by page, for programs; pages show only the first of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import ExpressionWrapper, F, IntegerField, Q

from lib import paging
from rewards.models import BuyTeam, Campaign
from rewards.selectors import campaigns, teams

if TYPE_CHECKING:
    from rewards.querysets import Viewer

SIZE = 20
STAGES = {
    "going": campaigns.GOING,
    "coming": campaigns.COMING,
    "over": (Campaign.State.SETTLED, Campaign.State.CANCELLED),
}


@dataclass(frozen=True)
class Campaigns:
    """A page of campaigns."""

    cards: tuple[campaigns.Card, ...]
    next_cursor: str


@dataclass(frozen=True)
class Teams:
    """A page of teams."""

    cards: tuple[teams.Card, ...]
    next_cursor: str


def published(*, viewer: Viewer, stage: str = "", after: str = "") -> Campaigns:
    """Return a page of the published campaigns in `stage` ("" for all), newest first. Queries: 4."""
    rows = Campaign.objects.visible_to(viewer).published().select_related("brand").prefetch_related("tiers", "pictures")
    rows = rows.filter(state__in=STAGES[stage]) if stage else rows
    shown, next_cursor = paging.newest(rows, after, SIZE)
    return Campaigns(campaigns.cards(shown), next_cursor)


def forming(*, campaign: Campaign, after: str = "") -> Teams:
    """Return a page of the listed teams that one can join, those that miss fewest people first. Queries: 2."""
    missing = ExpressionWrapper(F("needed") - F("confirmed"), output_field=IntegerField())
    rows = teams.joinable(campaign=campaign).select_related("captain").annotate(lack=missing)
    match paging.decode(after):
        case [lack, at, pk] if (ends := paging.to_moment(at)) and _is_count(lack) and paging.whole(pk) is not None:
            later = Q(deadline_at__gt=ends) | Q(deadline_at=ends, pk__gt=pk)
            rows = rows.filter(Q(lack__gt=lack) | Q(lack=lack) & later)
    found = list(rows.order_by("lack", "deadline_at", "pk")[: SIZE + 1])
    shown = found[:SIZE]
    for team in shown:
        team.campaign = campaign
    return Teams(teams.cards(shown), _cursor(shown[-1]) if len(found) > SIZE else "")


def _is_count(part: object) -> bool:
    return type(part) is int and abs(part) < 10**6


def _cursor(team: BuyTeam) -> str:
    return paging.encode([team.needed - team.confirmed, paging.from_moment(team.deadline_at), team.pk])
