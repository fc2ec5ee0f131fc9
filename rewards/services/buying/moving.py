"""What a member chose for the case that the team does not come together: to move on, or to stop."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors
from lib.machines import steps
from lib.moment import Moment
from rewards import prices
from rewards.machines import LIVE_PAYMENT, LIVE_SEAT
from rewards.models import BuyTeam, Payment, PriceTier, Seat
from rewards.services.buying import counters, locking, notifying, refusals
from rewards.services.buying.claim_batch import JOINABLE


@transaction.atomic
def choose(*, actor: User, seat: Seat, plan_b: str, now: datetime) -> Seat:
    """Change one's mind about plan B while the team is forming.

    Locks: the seat, after campaign and team. Raises: NotFound: another's seat. Invalid. TeamClosed: it has ended.
    """
    moment = Moment(now)
    check_choice(plan_b)
    held = locking.seat(seat.pk)
    if held.user_id != actor.pk:
        raise errors.NotFound(code="rewards.seat_not_found")
    waits = (Seat.State.HELD, Seat.State.AUTHORISED)
    if held.state not in waits or not held.team.is_forming or held.team.deadline_at <= moment():
        raise refusals.TeamClosed(teams=[], waitlist=False)
    if held.plan_b != plan_b:
        Seat.objects.filter(pk=held.pk).update(plan_b=plan_b)
        held.plan_b = plan_b
        notifying.touch_all([], [held.user])
    return held


def check_choice(plan_b: str) -> str:
    """Return `plan_b` if it is one. Raises: Invalid."""
    if plan_b not in Seat.PlanB.values:
        raise errors.Invalid(fields={"plan_b": _("Please choose one of the options.")})
    return plan_b


def is_there_room(team: BuyTeam, now: datetime) -> bool:
    """Say whether anybody at all could move from `team` to another one of its campaign. Queries: 1."""
    rest = BuyTeam.objects.with_room().filter(campaign=team.campaign, deadline_at__gt=now).exclude(pk=team.pk)
    return team.campaign.state in JOINABLE and rest.exists()


def find_team(seat: Seat, now: datetime) -> BuyTeam | None:
    """Return the team nearest to success that `seat` may move to, locked. Its campaign is locked already."""
    if seat.campaign.state not in JOINABLE:
        return None
    found = BuyTeam.objects.with_room().filter(campaign=seat.campaign, deadline_at__gt=now).exclude(pk=seat.team_id)
    until = _held_until(seat)
    within = found.filter(deadline_at__lt=until) if until else found
    tiers = list(seat.campaign.tiers.all())
    own = list(_live_of(seat).values_list("team_id", flat=True))
    for candidate in within.exclude(pk__in=own).by_need().select_related("campaign")[:20]:
        if seat.due_minor(prices.limit(candidate, tiers)) <= seat.limit_minor:
            return locking.teams(seat.campaign, [candidate.pk])[candidate.pk]
    return None


def check_move(seat: Seat, target: BuyTeam, tiers: list[PriceTier], now: datetime) -> None:
    """Refuse a move that would cost more than was agreed to, or that finds no place.

    Raises: TeamClosed, TeamFull, AlreadyIn, Dearer, HoldTooShort.
    """
    if not target.is_forming or target.deadline_at <= now:
        raise refusals.TeamClosed(teams=[], waitlist=False)
    if _live_of(seat).filter(team=target).exists():
        raise refusals.AlreadyIn(seat=seat.public_id)
    if target.free <= 0:
        raise refusals.TeamFull(teams=[], waitlist=False)
    if seat.due_minor(prices.limit(target, tiers)) > seat.limit_minor:
        raise refusals.Dearer
    until = _held_until(seat)
    if until and until <= target.deadline_at:
        raise refusals.HoldTooShort


def move(seat: Seat, target: BuyTeam, *, cause: str, now: datetime) -> None:
    """Give an authorised seat a place in `target`: the same order, the same payment. With locks on both teams."""
    old = seat.team
    data = {"from": old.public_id, "to": target.public_id}
    steps.take(seat, Seat.State.AUTHORISED, actor=seat.user, cause=cause, now=now, data=data, team=target)
    counters.places(old, taken=-1, confirmed=-1 if old.is_forming else 0)
    counters.places(target, taken=1, confirmed=1)
    notifying.moved(seat, old, now)


def _live_of(seat: Seat) -> QuerySet[Seat]:
    return Seat.objects.filter(user=seat.user_id, campaign=seat.campaign_id, state__in=LIVE_SEAT)


def _held_until(seat: Seat) -> datetime | None:
    """Return when the gateway lets go of the seat's money, if it does: nobody moves to a team that ends later."""
    payment = Payment.objects.filter(seat=seat, state__in=LIVE_PAYMENT).first()
    return payment.capture_before if payment else None
