"""A team and its invitation: without it, a team that is not listed does not show itself."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import urlencode

from accounts.requests import PageRequest
from rewards import paths
from rewards.models import BuyTeam
from rewards.selectors import teams

INVITE = "invite"


def invite_of(request: HttpRequest) -> str:
    """Return the invitation that the link carries."""
    return (request.GET.get(INVITE) or request.POST.get(INVITE, ""))[:12]


def visible_team(request: PageRequest, public_id: str) -> BuyTeam:
    """Return the team that the person may see. Queries: 3 or 4. Raises: NotFound."""
    return teams.find(viewer=request.user, public_id=public_id, invite=invite_of(request))


def with_invite(path: str, team: BuyTeam) -> str:
    """Return the path with the team's invitation, if one is needed."""
    return path if team.is_listed else f"{path}?{urlencode({INVITE: team.invite})}"


def link_of(request: HttpRequest, team: BuyTeam) -> str:
    """Return the whole link that a member shares."""
    return request.build_absolute_uri(with_invite(paths.of_team(team), team))
