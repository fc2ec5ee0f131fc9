"""The live topics of buying together and who may listen to them."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from live import registry
from rewards.models import Battle, BuyTeam, Campaign, Plant, Reward, Unlock
from rewards.selectors import battles, campaigns, catalogue, garden, team_page, teams, unlocks
from rewards.services.garden import places


def _may_see_campaign(user: Any, pk: str) -> bool:
    return Campaign.objects.visible_to(user).filter(pk=int(pk)).exists()


def _render_campaign(locale: str, pk: str) -> str:
    return render_to_string("rewards/campaign/board.html", {"board": campaigns.board(pk=int(pk))})


def _may_see_team(user: Any, pk: str) -> bool:
    team = BuyTeam.objects.filter(pk=int(pk)).first()
    return team is not None and _may_see_campaign(user, str(team.campaign_id)) and teams.may_see(user, team)


def _render_team(locale: str, pk: str) -> str:
    return render_to_string("rewards/team/bar.html", {"room": team_page.room_of(pk=int(pk))})


def _may_see_battle(user: Any, pk: str) -> bool:
    return Battle.objects.visible_to(user).filter(pk=int(pk)).exclude(rules_hash="").exists()


def _render_battle(locale: str, pk: str) -> str:
    return render_to_string("rewards/battle/board.html", {"board": battles.board(pk=int(pk))})


def _may_see_plant(user: Any, pk: str) -> bool:
    scope = Plant.objects.filter(pk=int(pk)).values_list("scope", flat=True).first()
    return scope is not None and places.may_see(user, scope)


def _render_plant(locale: str, pk: str) -> str:
    return render_to_string("rewards/plant/board.html", {"board": garden.board(pk=int(pk))})


def _may_see_reward(user: Any, pk: str) -> bool:
    return Reward.objects.visible_to(user).published().filter(pk=int(pk)).exists()


def _render_reward(locale: str, pk: str) -> str:
    return render_to_string("rewards/reward/board.html", {"board": catalogue.board(pk=int(pk))})


def _may_see_unlock(user: Any, code: str) -> bool:
    """Whoever has the link, which the topic is named after."""
    return Unlock.objects.filter(code=code, owner__is_active=True).exists()


def _render_unlock(locale: str, code: str) -> str:
    return render_to_string("rewards/unlock/board.html", {"board": unlocks.board(code=code)})


registry.add(registry.Kind(pattern=f"buy:{registry.PK}", may_listen=_may_see_campaign, render=_render_campaign))
registry.add(registry.Kind(pattern=f"buyteam:{registry.PK}", may_listen=_may_see_team, render=_render_team))
registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:orders", may_listen=registry.is_own))
registry.add(registry.Kind(pattern=f"battle:{registry.PK}", may_listen=_may_see_battle, render=_render_battle))
registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:battles", may_listen=registry.is_own))
registry.add(registry.Kind(pattern=f"plant:{registry.PK}", may_listen=_may_see_plant, render=_render_plant))
registry.add(registry.Kind(pattern=f"reward:{registry.PK}", may_listen=_may_see_reward, render=_render_reward))
registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:redemptions", may_listen=registry.is_own))
registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:referrals", may_listen=registry.is_own))
registry.add(registry.Kind(pattern="unlock:(?P<code>[0-9a-z]{12})", may_listen=_may_see_unlock, render=_render_unlock))
