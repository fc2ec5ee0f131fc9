"""Where plants grow: groups, as the game knows them, and teams that buy together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Sum

from accounts.models import User
from gamify.engine.facts import GROWTH
from gamify.models import LedgerEntry
from gamify.registry import scopes
from lib import numbers
from rewards.machines import LIVE_SEAT
from rewards.models import BuyTeam, Campaign, Seat

TEAM = "buyteam"
_IN = tuple(state for state in LIVE_SEAT if state != Seat.State.HELD)


def is_mine(user: User, scope: str) -> bool:
    """Say whether `user` belongs to the place. Queries: 1."""
    team = _team_pk(scope)
    if team is not None:
        return Seat.objects.filter(user=user, team=team, state__in=_IN).exists()
    return scope in scopes.mine(user)


def may_see(user: User | AnonymousUser, scope: str) -> bool:
    """Say whether `user` may know of the place. Queries: 1."""
    team = _team_pk(scope)
    if team is not None:
        return Campaign.objects.visible_to(user).filter(teams=team, teams__is_listed=True).exists() or (
            user.is_authenticated and is_mine(user, scope)
        )
    return scopes.may_see(user, scope)


def names(wanted: Collection[str]) -> dict[str, str]:
    """Return what the places are called. Queries: 1 for each kind."""
    teams = {pk: scope for scope in wanted if (pk := _team_pk(scope)) is not None}
    found: dict[str, str] = dict(scopes.names([scope for scope in wanted if scope not in teams.values()]))
    if teams:
        rows = BuyTeam.objects.filter(pk__in=teams).select_related("captain")
        found |= {teams[row.pk]: row.name or row.captain.display_name for row in rows}
    return found


def mine(user: User) -> tuple[str, ...]:
    """Return the places that `user` belongs to. Queries: 1 for each kind."""
    teams = Seat.objects.filter(user=user, state__in=_IN).order_by("pk").values_list("team", flat=True).distinct()
    return *scopes.mine(user), *(f"{TEAM}:{pk}" for pk in teams)


def sunshine(user: User, scope: str, since: datetime) -> int:
    """Return the growth that `user` earned in the place since then, less what was taken back; a team's members earn
    theirs anywhere. Queries: 1."""
    earned = LedgerEntry.objects.filter(account__user=user, account__currency_id=GROWTH, earned_at__gte=since)
    if _team_pk(scope) is None:
        earned = earned.filter(scope=scope)
    return max(0, earned.aggregate(sum=Sum("amount"))["sum"] or 0)


def _team_pk(scope: str) -> int | None:
    kind, _, pk = scope.partition(":")
    return numbers.find(pk) if kind == TEAM else None
