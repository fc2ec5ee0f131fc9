"""Whether somebody could have a seat: asked before a form is shown. Taking it asks again, with locks."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from lib import errors
from rewards.machines import LIVE_SEAT
from rewards.models import BuyTeam, Campaign, Seat
from rewards.services.buying import refusals
from rewards.services.buying.claim_batch import JOINABLE

State = Campaign.State


def refusal_of_opening(*, user: User, campaign: Campaign, has_offer: bool, now: datetime) -> errors.Conflict | None:
    """Return why `user` cannot open a team, None when they can. Queries: at most 1."""
    is_over = campaign.closes_at is not None and campaign.closes_at <= now
    if campaign.state != State.OPEN or is_over:
        return refusals.CampaignClosed(state=State.CLOSING if is_over else campaign.state)
    own = _of_first(user, campaign, now) or _of_person(user, campaign, None)
    return own or (None if has_offer else _of_stock(campaign))


def refusal_of_joining(*, user: User, team: BuyTeam, now: datetime) -> errors.Conflict | None:
    """Return why `user` cannot take a place in `team`, None when they can. Queries: at most 1."""
    campaign = team.campaign
    if campaign.state not in JOINABLE:
        return refusals.CampaignClosed(state=campaign.state)
    own = _of_first(user, campaign, now) or _of_person(user, campaign, team)
    return own or _of_team(team, now) or _of_stock(campaign)


def refusal_of_kept(*, user: User, team: BuyTeam) -> errors.Conflict | None:
    """Return why `user` cannot take a place of `team` that an offer keeps, None when they can. Queries: at most 1."""
    if team.campaign.state not in JOINABLE:
        return refusals.CampaignClosed(state=team.campaign.state)
    return _of_person(user, team.campaign, team)


def _of_first(user: User, campaign: Campaign, now: datetime) -> errors.Conflict | None:
    """Queries: 1 in the hours in which only some may buy, else none."""
    until = campaign.first_until
    if until is None or until <= now or campaign.first_buyers.filter(user=user).exists():
        return None
    return refusals.SupportersFirst(until=until.isoformat())


def _of_person(user: User, campaign: Campaign, team: BuyTeam | None) -> errors.Conflict | None:
    own = Seat.objects.filter(user=user, campaign=campaign, state__in=LIVE_SEAT)
    seats = list(own.order_by("pk").values_list("public_id", "team_id"))
    here = next((public_id for public_id, team_id in seats if team and team_id == team.pk), None)
    if here:
        return refusals.AlreadyIn(seat=here)
    if len(seats) >= campaign.per_member:
        return refusals.LimitReached(most=campaign.per_member, seats=[public_id for public_id, _team in seats])
    return None


def _of_team(team: BuyTeam, now: datetime) -> errors.Conflict | None:
    if not team.is_forming or team.deadline_at <= now:
        return refusals.TeamClosed(teams=[], waitlist=_has_waitlist(team.campaign))
    if team.free <= 0:
        return refusals.TeamFull(teams=[], waitlist=_has_waitlist(team.campaign))
    return None


def _of_stock(campaign: Campaign) -> errors.Conflict | None:
    return refusals.SoldOut(waitlist=_has_waitlist(campaign)) if campaign.seats_left <= 0 else None


def _has_waitlist(campaign: Campaign) -> bool:
    return campaign.has_waitlist and campaign.state == State.OPEN
