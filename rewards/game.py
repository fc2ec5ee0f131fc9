"""What the game may know of buying together and of the garden: what points were earned with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from accounts.models import User
from gamify.registry import Thing, purchases, things
from rewards import paths
from rewards.models import Battle, BuyTeam, Plant, Reward
from rewards.services.buying import notifying as buying


def _teams(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    """Teams have no secrets once one may have earned with them; a private team's page asks again who comes."""
    del viewer
    found = BuyTeam.objects.filter(pk__in=ids).select_related("campaign")
    return {str(team.pk): Thing(team.name or team.campaign.name, paths.of_team(team)) for team in found}


def _battles(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    """Whoever earned with a battle played in it; what was announced is public."""
    del viewer
    found = Battle.objects.filter(pk__in=ids)
    return {str(battle.pk): Thing(battle.name, paths.of_battle(battle)) for battle in found}


def _plants(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    """Whoever earned with a plant watered it; its page asks again who comes."""
    del viewer
    found = Plant.objects.filter(pk__in=ids).select_related("seed")
    return {str(plant.pk): Thing(plant.seed.name, paths.of_plant(plant)) for plant in found}


def _rewards(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    found = Reward.objects.visible_to(viewer).published().filter(pk__in=ids)
    return {str(reward.pk): Thing(reward.name, paths.of_reward(reward)) for reward in found}


def _newcomers(viewer: Any, ids: Collection[str]) -> dict[str, Thing]:
    """People whom somebody brought; whoever closed their account has no name any more."""
    del viewer
    found = User.objects.filter(pk__in=ids, is_active=True)
    return {str(user.pk): Thing(user.display_name, reverse("accounts:profile", args=[user.handle])) for user in found}


things.add("buyteam", _teams)
things.add("battle", _battles)
things.add("plant", _plants)
things.add("reward", _rewards)
things.add("newcomer", _newcomers)
purchases.add("buyteam", verbs=(buying.REGISTER, buying.COMPLETE))
