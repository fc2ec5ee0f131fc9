"""Waiting for seats as a party: all of them or none, in the order of who came first.

Seats that become free are offered in the transaction that frees them, so nobody comes in between. A party that needs
more than there is is skipped, and its entry says so; it stays first in line for when more is free.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors, jobs
from lib.machines import steps
from live.services import topics
from rewards.models import BuyTeam, Campaign, Offer, WaitEntry
from rewards.services.buying import counters, locking, notifying, refusals

KEPT = timedelta(minutes=30)
TOO_FEW = "too_few"
State = WaitEntry.State


class SeatsFree(errors.Conflict):
    """There are seats for the whole party: no need to wait."""

    code = "rewards.seats_free"
    message = _("There are enough free seats: you need not wait.")


class NoWaitlist(errors.Conflict):
    """The campaign keeps no waitlist, or does not any more."""

    code = "rewards.no_waitlist"
    message = _("There is no waitlist here.")


@transaction.atomic
def enter(*, actor: User, campaign: Campaign, party_size: int, now: datetime) -> WaitEntry:
    """Wait for `party_size` seats; who waits already keeps the place in line and may ask for fewer.

    Locks: the campaign. Raises: NoWaitlist, SeatsFree; Invalid for a party that no team can hold.
    """
    held = locking.campaign(campaign.pk)
    entry = _find(actor, held)
    if entry and entry.state == State.OFFERED:
        return entry
    if not held.has_waitlist or held.state != Campaign.State.OPEN:
        raise NoWaitlist(state=held.state)
    _check_party(held, party_size, most=entry.party_size if entry else None)
    if entry is None:
        if held.seats_left >= party_size:
            raise SeatsFree(free=held.seats_left)
        entry = WaitEntry.objects.create(
            state=State.WAITING, campaign=held, user=actor, party_size=party_size, created_at=now
        )
        steps.born(entry, actor=actor, cause="asked", now=now, party_size=party_size)
    elif entry.party_size != party_size:
        data = {"party_size": party_size}
        steps.take(entry, State.WAITING, actor=actor, cause="fewer", now=now, data=data, party_size=party_size)
        offer_free(campaign=held, now=now)
        entry.refresh_from_db(fields=["state", "seq", "skipped_because"])
    _touch(entry)
    return entry


@transaction.atomic
def leave(*, actor: User, entry: WaitEntry, now: datetime) -> WaitEntry:
    """Wait no more; seats that were kept go to the next party. Locks: the campaign. Raises: NotFound."""
    held = locking.campaign(entry.campaign_id)
    mine = WaitEntry.objects.select_related("user").filter(pk=entry.pk, user=actor).first()
    if mine is None:
        raise errors.NotFound(code="rewards.wait_not_found")
    for offer in _open_offers(held, entry=mine):
        _close(offer, Offer.State.DECLINED, State.LEFT, cause="left", actor=actor, now=now)
    mine.refresh_from_db()
    if mine.state == State.WAITING:
        steps.take(mine, State.LEFT, actor=actor, cause="left", now=now)
    _touch(mine)
    offer_free(campaign=held, now=now)
    return mine


@transaction.atomic
def decline(*, actor: User, offer: Offer, now: datetime) -> Offer:
    """Give up what is left of an offer; it goes to the next party. Locks: the campaign. Raises: NotFound, OfferGone."""
    held = locking.campaign(offer.campaign_id)
    found = next(iter(_open_offers(held, pk=offer.pk)), None)
    if offer.entry.user_id != actor.pk:
        raise errors.NotFound(code="rewards.offer_not_found")
    if found is None:
        raise refusals.OfferGone
    _close(found, Offer.State.DECLINED, State.LEFT, cause="declined", actor=actor, now=now)
    offer_free(campaign=held, now=now)
    return found


def offer_free(*, campaign: Campaign, now: datetime) -> int:
    """Offer what is free of the stock to those who wait; return to how many. Inside a transaction, campaign locked."""
    if not campaign.has_waitlist or campaign.state != Campaign.State.OPEN or campaign.seats_left <= 0:
        return 0
    offered = 0
    line = WaitEntry.objects.select_related("user").filter(campaign=campaign, state=State.WAITING).order_by("pk")
    while campaign.seats_left > 0:
        entry = line.filter(party_size__lte=campaign.seats_left).first()
        _skip(line.filter(pk__lt=entry.pk) if entry else line)
        if entry is None:
            break
        _offer(entry, campaign, now)
        offered += 1
    return offered


def release(*, team: BuyTeam, now: datetime) -> None:
    """Take back the offers of places in a team that ends; their parties keep their place in line. With locks."""
    for offer in _open_offers(team.campaign, team=team):
        _close(offer, Offer.State.EXPIRED, State.WAITING, cause="team_ended", actor=None, now=now, team=team)


def expire_due(*, now: datetime) -> int:
    """End the offers whose time is over and offer what that frees; return how many ended. A sweeper."""
    due = Offer.objects.filter(state=Offer.State.OPEN, until__lte=now).order_by("campaign_id")
    return jobs.each(
        dict.fromkeys(due.values_list("campaign_id", flat=True)[: jobs.SWEPT]), lambda pk: _expire(pk, now)
    )


def close_due(*, now: datetime) -> int:
    """Let nobody wait for a campaign that opens no teams any more; return how many were let go. A sweeper."""
    over = (Campaign.State.CLOSING, Campaign.State.SETTLED, Campaign.State.CANCELLED)
    alive = WaitEntry.objects.filter(state__in=(State.WAITING, State.OFFERED), campaign__state__in=over)
    campaigns = dict.fromkeys(alive.order_by("campaign_id").values_list("campaign_id", flat=True)[: jobs.SWEPT])
    return jobs.each(campaigns, lambda pk: _close_line(pk, now))


@transaction.atomic
def _expire(campaign_pk: int, now: datetime) -> int:
    held = locking.campaign(campaign_pk)
    due = _open_offers(held, until__lte=now)
    for offer in due:
        _close(offer, Offer.State.EXPIRED, State.LEFT, cause="not_taken", actor=None, now=now)
    offer_free(campaign=held, now=now)
    return len(due)


@transaction.atomic
def _close_line(campaign_pk: int, now: datetime) -> int:
    held = locking.campaign(campaign_pk)
    for offer in _open_offers(held):
        _close(offer, Offer.State.EXPIRED, State.CLOSED, cause="campaign_over", actor=None, now=now)
    rest = WaitEntry.objects.select_related("user").filter(campaign=held, state=State.WAITING)
    gone = list(rest.order_by("pk"))
    for entry in gone:
        steps.take(entry, State.CLOSED, cause="campaign_over", now=now)
        _touch(entry)
    return len(gone)


def _offer(entry: WaitEntry, campaign: Campaign, now: datetime) -> None:
    """Keep seats for a party: in the team nearest to success that holds it whole, else in the stock."""
    team = _team_for(campaign, entry.party_size, now)
    until = min(now + KEPT, team.deadline_at) if team else now + KEPT
    counters.stock(campaign, entry.party_size)
    if team:
        counters.places(team, taken=entry.party_size)
    steps.take(entry, State.OFFERED, cause="seats_free", now=now, skipped_because="")
    offer = Offer.objects.create(
        state=Offer.State.OPEN, campaign=campaign, entry=entry, team=team, seats=entry.party_size, until=until
    )
    steps.born(offer, actor=None, cause="seats_free", now=now, seats=offer.seats)
    notifying.offered(offer, now)


def _team_for(campaign: Campaign, party_size: int, now: datetime) -> BuyTeam | None:
    found = BuyTeam.objects.with_room(party_size).filter(campaign=campaign, deadline_at__gt=now)
    first = found.by_need().values_list("pk", flat=True).first()
    return locking.teams(campaign, [first])[first] if first else None


def _skip(parties: QuerySet[WaitEntry]) -> None:
    """Tell parties, once each, that there was not enough for all of them. Queries: 1, 3 when somebody is told."""
    untold = parties.exclude(skipped_because=TOO_FEW)
    people = [f"member:{public_id}:orders" for public_id in untold.values_list("user__public_id", flat=True)]
    if people:
        untold.update(skipped_because=TOO_FEW)
        topics.touch(*people)


def _close(
    offer: Offer,
    to: str,
    entry_to: str,
    *,
    cause: str,
    actor: User | None,
    now: datetime,
    team: BuyTeam | None = None,
) -> None:
    """End an offer and let go of what is left of it; a party of whom somebody came has had its turn."""
    rest = offer.seats - offer.used
    held = team or (locking.teams(offer.campaign, [offer.team_id])[offer.team_id] if offer.team_id else None)
    steps.take(offer, to, actor=actor, cause=cause, now=now)
    counters.stock(offer.campaign, -rest)
    if held:
        counters.places(held, taken=-rest)
        notifying.touch(held, [offer.entry.user])
    steps.take(offer.entry, State.ACCEPTED if offer.used else entry_to, actor=actor, cause=cause, now=now)
    _touch(offer.entry)


def _open_offers(held: Campaign, **which: Any) -> list[Offer]:
    """Return open offers of the locked campaign, locked, the oldest first."""
    rows = Offer.objects.select_for_update(of=("self",), no_key=True).select_related("entry__user")
    found = list(rows.filter(campaign=held, state=Offer.State.OPEN, **which).order_by("pk"))
    for offer in found:
        offer.campaign = held
    return found


def _find(user: User, campaign: Campaign) -> WaitEntry | None:
    alive = (State.WAITING, State.OFFERED)
    return WaitEntry.objects.select_related("user").filter(user=user, campaign=campaign, state__in=alive).first()


def _check_party(campaign: Campaign, party_size: int, most: int | None) -> None:
    biggest = max(campaign.sizes, default=1)
    if not 1 <= party_size <= biggest:
        raise errors.Invalid(fields={"party_size": _("From 1 to %(most)s people.") % {"most": biggest}})
    if most is not None and party_size > most:
        more = _("You can ask for fewer seats and keep your place. For more, leave the list and come again.")
        raise errors.Invalid(fields={"party_size": more})


def _touch(entry: WaitEntry) -> None:
    topics.touch(f"buy:{entry.campaign_id}", f"member:{entry.user.public_id}:orders")
