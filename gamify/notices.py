"""What the game tells members in their inbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from gamify.presenters import lapses, leagues, seasons, tiers
from gamify.services.lapses import GONE, SOON
from gamify.services.leagues.seasons import KIND as SEASON
from gamify.services.leagues.settling import KIND as LEAGUE
from gamify.services.notifying import BADGE, LEVEL
from gamify.services.tiers import KIND as TIER
from inbox import registry
from lib import texts


def _badge(data: Mapping[str, Any], actor_name: str) -> str:
    name = {"name": texts.pick(data.get("names", {}))}
    if data.get("is_late"):
        return _("New badges count what you did before: “%(name)s” is yours.") % name
    return _("You earned the badge “%(name)s”.") % name


def _level(data: Mapping[str, Any], actor_name: str) -> str:
    return _("You reached level %(level)s.") % {"level": data.get("level", "")}


def _league(data: Mapping[str, Any], actor_name: str) -> str:
    return leagues.told(data)


def _season(data: Mapping[str, Any], actor_name: str) -> str:
    return seasons.told(data)


def _tier(data: Mapping[str, Any], actor_name: str) -> str:
    return tiers.told(data)


def _lapse_soon(data: Mapping[str, Any], actor_name: str) -> str:
    return lapses.told(data, is_over=False)


def _lapsed(data: Mapping[str, Any], actor_name: str) -> str:
    return lapses.told(data, is_over=True)


registry.add(
    registry.Kind(BADGE, gettext_lazy("A badge I earned"), _badge, icon="award"), chapter=gettext_lazy("The game")
)
registry.add(
    registry.Kind(LEVEL, gettext_lazy("A level I reached"), _level, icon="sparkles"), chapter=gettext_lazy("The game")
)
registry.add(
    registry.Kind(LEAGUE, gettext_lazy("How a week in my league ended"), _league, icon="sprout"),
    chapter=gettext_lazy("The game"),
)
registry.add(
    registry.Kind(SEASON, gettext_lazy("How a season ended"), _season, icon="trophy"), chapter=gettext_lazy("The game")
)
registry.add(
    registry.Kind(TIER, gettext_lazy("My tier: reached, about to go, gone"), _tier, icon="house-heart"),
    chapter=gettext_lazy("The game"),
)
registry.add(
    registry.Kind(SOON, gettext_lazy("Points of mine that will lapse"), _lapse_soon, icon="hourglass"),
    chapter=gettext_lazy("The game"),
)
registry.add(
    registry.Kind(GONE, gettext_lazy("Points of mine that lapsed"), _lapsed, icon="hourglass"),
    chapter=gettext_lazy("The game"),
)
