"""More time after a pause: nobody could join while it lasted, so staff may lengthen all running teams at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors
from lib.machines import steps
from lib.moment import Moment
from rewards.models import BuyTeam, Campaign, Payment, Seat
from rewards.policies import Action
from rewards.services import listings
from rewards.services.buying import campaigns, locking, notifying

MOST_HOURS = 168
MARGIN = timedelta(hours=12)  # to charge a hold, and to ask again, before its bank lets go
State = BuyTeam.State


@dataclass(frozen=True)
class Extension:
    """How many teams got all the time, how many a part of it, and how many none, because a bank lets go of a hold."""

    campaign: Campaign
    whole: int
    cut: int
    none: int


@transaction.atomic
def resume(*, by: User, campaign: Campaign, hours: int, now: datetime) -> Extension:
    """Go on after a pause, and give every team that is still forming `hours` more, as far as its holds last.

    Locks: the campaign, its forming teams.
    Raises: NotFound, NotAllowed: `by` is not of staff, or works for the brand. Invalid: too few or too many hours.
        WrongMoment: the campaign is not paused.
    """
    if not 1 <= hours <= MOST_HOURS:
        between = _("From %(least)s to %(most)s hours.") % {"least": 1, "most": MOST_HOURS}
        raise errors.Invalid(fields={"hours": between})
    moment = Moment(now)
    held = listings.lock_in(campaign, Campaign.State.PAUSED, by=by, action=Action.EXTEND)
    counted = _lengthen(held, timedelta(hours=hours), by, moment)
    return Extension(campaigns.resume(by=by, campaign=held, now=now), *counted)


def _lengthen(held: Campaign, more: timedelta, by: User, moment: Moment) -> tuple[int, int, int]:
    """Move the deadlines of the forming teams; return how many got all of it, a part, and nothing."""
    forming = BuyTeam.objects.filter(campaign=held, state=State.FORMING, deadline_at__gt=moment())
    teams = locking.teams(held, list(forming.values_list("pk", flat=True)))
    latest = _latest(teams)
    longer, cut = [], 0
    for team in teams.values():
        wanted = team.deadline_at + more
        until = min(wanted, latest.get(team.pk, wanted))
        if until <= team.deadline_at:
            continue
        data = {"before": team.deadline_at.isoformat(), "deadline_at": until.isoformat()}
        now = moment.asked_at
        steps.take(team, State.FORMING, actor=by, cause="extended", now=now, data=data, deadline_at=until)
        longer.append(team)
        cut += until < wanted
    notifying.extended(longer, moment.asked_at)
    return len(longer) - cut, cut, len(teams) - len(longer)


def _latest(teams: Collection[int]) -> dict[int, datetime]:
    """Return until when the holds of each team last, with time to charge them; nothing for teams without a hold."""
    held = Payment.objects.filter(seat__team__in=teams, seat__state=Seat.State.AUTHORISED, capture_before__isnull=False)
    held = held.filter(state=Payment.State.AUTHORISED)
    ends = held.values_list("seat__team").annotate(first=Min("capture_before")).order_by()
    return {team: first - MARGIN for team, first in ends}
