"""What a battle's page says of the campaign that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from rewards import ladder, paths
from rewards.ladder import Ladder
from rewards.models import Battle, BuyTeam, Campaign

if TYPE_CHECKING:
    from rewards.querysets import Viewer


@dataclass(frozen=True)
class Prices:
    """The ladder of the campaign, standing where its fullest forming team is."""

    campaign: Campaign
    url: str
    ladder: Ladder
    people: int

    @property
    def is_open(self) -> bool:
        return self.campaign.state == Campaign.State.OPEN


def of(*, battle: Battle, viewer: Viewer) -> Prices | None:
    """Return the prices of the campaign, None without one that `viewer` may see. Queries: 3, none without one."""
    if battle.campaign_id is None:
        return None
    rows = Campaign.objects.visible_to(viewer).select_related("brand").prefetch_related("tiers")
    campaign = rows.published().filter(pk=battle.campaign_id).first()
    if campaign is None:
        return None
    forming = BuyTeam.objects.filter(campaign=campaign, state=BuyTeam.State.FORMING, is_listed=True)
    people = forming.aggregate(most=Max("confirmed"))["most"] or 0
    steps = ladder.of(tuple(campaign.tiers.all()), currency=campaign.currency, people=people)
    return Prices(campaign=campaign, url=paths.of_campaign(campaign), ladder=steps, people=people)
