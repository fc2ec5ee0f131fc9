"""The counters that stand for seats. Guarded updates: what would oversell or fall below nothing changes nothing."""

from __future__ import annotations

from django.db.models import F, Q

from lib.machines.steps import Overtaken
from rewards.models import BuyTeam, Campaign


def stock(campaign: Campaign, seats: int) -> None:
    """Count `seats` more of the stock as taken; fewer when negative. Queries: 1, 0 for nothing. Raises: Overtaken."""
    if not seats:
        return
    fits = Q(seats_taken__gte=-seats, seats_taken__lte=F("stock") - seats)
    if not Campaign.objects.filter(fits, pk=campaign.pk).update(seats_taken=F("seats_taken") + seats):
        raise Overtaken
    campaign.seats_taken += seats


def places(team: BuyTeam, *, taken: int = 0, confirmed: int = 0) -> None:
    """Count so many more places of the team as taken and confirmed. Queries: 1. Raises: Overtaken."""
    fits = Q(
        seats_taken__gte=-taken,
        seats_taken__lte=F("size") - F("house_seats") - taken,
        confirmed__gte=-confirmed,
        confirmed__lte=F("size") - confirmed,
    )
    changes = {"seats_taken": F("seats_taken") + taken, "confirmed": F("confirmed") + confirmed}
    if not BuyTeam.objects.filter(fits, pk=team.pk).update(**changes):
        raise Overtaken
    team.seats_taken += taken
    team.confirmed += confirmed
