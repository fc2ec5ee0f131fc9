"""A campaign's way from a draft over review to its end. While it runs, nothing it promised can change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from accounts.selectors import brands
from gamify import launches
from lib import columns, errors, jobs
from lib.machines import steps
from live.services import topics
from rewards.models import BuyTeam, Campaign, PriceTier
from rewards.policies import Action, Role
from rewards.selectors import roles
from rewards.services import drafts, listings
from rewards.services.buying import announcing, locking, rules, waiting
from rewards.services.buying.terms import Terms, Tier, check_ready, keepable

State = Campaign.State


class HasSucceeded(errors.NotAllowed):
    """A team has succeeded: only staff may cancel now."""

    code = "rewards.campaign_has_succeeded"
    message = _("A team has already succeeded. Ask the staff of this site to cancel, or pause it.")


@transaction.atomic
def draft(*, by: User, brand: Brand, terms: Terms, now: datetime) -> Campaign:
    """Begin a campaign; it may be as unfinished as it likes.

    Raises: NotFound, NotAllowed: `by` does not work for the brand. Invalid: as `terms.keepable`.
    """
    roles.require(user=by, brand=brand, action=Action.WRITE)
    values = keepable(terms)
    campaign = Campaign.objects.create(state=State.DRAFT, brand=brand, created_by=by, created_at=now, **values)
    _write_tiers(campaign, terms.tiers)
    steps.born(campaign, actor=by, cause="drafted", now=now)
    return campaign


@transaction.atomic
def edit(*, by: User, campaign: Campaign, terms: Terms, seen: str = "") -> Campaign:
    """Change a draft.

    Args: seen: as `drafts.check_unchanged`.
    Locks: the campaign.
    Raises: as `draft`; WrongMoment when it is not a draft any more; drafts.ChangedMeanwhile.
    """
    locked = listings.lock_in(campaign, State.DRAFT, by=by, action=Action.WRITE)
    drafts.check_unchanged(locked, seen)
    columns.write(locked, keepable(terms))
    _write_tiers(locked, terms.tiers)
    return locked


@transaction.atomic
def submit(*, by: User, campaign: Campaign, now: datetime) -> Campaign:
    """Hand a draft to the staff of the site for review.

    Locks: the campaign. Raises: WrongMoment; Invalid naming every field that is missing or does not fit.
    """
    locked = listings.lock_in(campaign, State.DRAFT, by=by, action=Action.WRITE)
    check_ready(locked, tiers_of(locked), now)
    policies = locked.policies or rules.standard_policies(locked)
    steps.take(locked, State.REVIEW, actor=by, cause="submitted", now=now, policies=policies, reason="")
    announcing.submitted(locked, by=by, now=now)
    return locked


@transaction.atomic
def approve(*, by: User, campaign: Campaign, now: datetime) -> Campaign:
    """Freeze the rules and schedule the campaign; it opens at once when its time has come.

    Locks: the campaign.
    Raises: NotAllowed: `by` is not staff, or works for the brand. WrongMoment. Invalid: its window is over by now.
    """
    locked = listings.lock_in(campaign, State.REVIEW, by=by, action=Action.REVIEW)
    check_ready(locked, tiers_of(locked), now)
    steps.take(locked, State.SCHEDULED, actor=by, cause="approved", now=now, opens_at=locked.opens_at or now)
    rules.freeze(locked, now=now)
    announcing.approved(locked, by=by, now=now)
    if locked.opens_at is not None and locked.opens_at <= now and not locked.waits_for_launch:
        _open(locked, now)
    _touch(locked)
    return locked


@transaction.atomic
def send_back(*, by: User, campaign: Campaign, reason: str, now: datetime) -> Campaign:
    """Give a campaign in review back to its brand, saying why.

    Locks: the campaign. Raises: NotAllowed, WrongMoment; Invalid without a reason.
    """
    locked = listings.send_back(campaign, by=by, reason=reason, now=now)
    announcing.sent_back(locked, by=by, now=now)
    return locked


@transaction.atomic
def pause(*, by: User, campaign: Campaign, reason: str, now: datetime) -> Campaign:
    """Let nobody join or open a team for now; the clocks of running teams go on.

    Locks: the campaign. Raises: NotAllowed, WrongMoment; Invalid without a reason.
    """
    said = listings.check_reason(reason)
    locked = listings.lock_in(campaign, State.OPEN, by=by, action=Action.PAUSE)
    listings.move(locked, State.PAUSED, by=by, cause="paused", reason=said, now=now)
    _touch(locked)
    return locked


@transaction.atomic
def resume(*, by: User, campaign: Campaign, now: datetime) -> Campaign:
    """Go on after a pause; what came free in it is offered to who waits.

    Locks: the campaign. Raises: NotAllowed, WrongMoment.
    """
    locked = listings.lock_in(campaign, State.PAUSED, by=by, action=Action.PAUSE)
    steps.take(locked, State.OPEN, actor=by, cause="resumed", now=now, reason="")
    waiting.offer_free(campaign=locked, now=now)
    _touch(locked)
    return locked


@transaction.atomic
def cancel(*, by: User, campaign: Campaign, reason: str, now: datetime) -> Campaign:
    """End a campaign for good: running teams fail, and what was paid and not yet sent goes back, team by team.

    A draft is thrown away by it. Locks: the campaign.
    Raises: NotAllowed: `by` is neither its owner nor staff. HasSucceeded: an owner, after a team succeeded.
        WrongMoment: it has ended. Invalid without a reason.
    """
    said = listings.check_reason(reason)
    locked = listings.lock(campaign, by=by, action=Action.CANCEL)
    listings.check_can_become(locked, State.CANCELLED)
    if has_succeeded(locked) and brands.role_of(user=by, brand=locked.brand) is not Role.STAFF:
        raise HasSucceeded()
    was_public = locked.state not in (State.DRAFT, State.REVIEW)
    listings.move(locked, State.CANCELLED, by=by, cause="cancelled", reason=said, now=now)
    if was_public:
        announcing.cancelled(locked, by=by, now=now)
        _touch(locked)
        launches.was_called_off(locked.launch)
    return locked


def open_due(*, now: datetime) -> int:
    """Open the campaigns whose time has come; return how many. A sweeper, safe to run twice at once."""
    due = Campaign.objects.filter(state=State.SCHEDULED, opens_at__lte=now)
    return jobs.sweep(due.exclude(~Q(launch=""), first_until=None).order_by("pk"), _open_one, now)


def close_due(*, now: datetime) -> int:
    """Close the campaigns whose time is over to new teams; return how many. Running teams may finish."""
    due = Campaign.objects.filter(state__in=(State.OPEN, State.PAUSED), closes_at__lte=now)
    return jobs.sweep(due.order_by("pk"), _close, now)


def has_succeeded(campaign: Campaign) -> bool:
    """Say whether a team came together, so that only staff may cancel. Queries: 1."""
    return BuyTeam.objects.filter(campaign=campaign, has_succeeded=True).exists()


def tiers_of(campaign: Campaign) -> list[Tier]:
    """Return the ladder, fewest people first. Queries: 1."""
    return [Tier(tier.min_people, tier.price_minor) for tier in campaign.tiers.order_by("min_people")]


def _write_tiers(campaign: Campaign, tiers: Sequence[Tier]) -> None:
    campaign.tiers.all().delete()
    PriceTier.objects.bulk_create(
        PriceTier(campaign=campaign, min_people=tier.min_people, price_minor=tier.price_minor) for tier in tiers
    )


@transaction.atomic
def _open_one(pk: int, now: datetime) -> int:
    campaign = locking.campaign(pk)
    if campaign.state != State.SCHEDULED:
        return 0
    _open(campaign, now)
    _touch(campaign)
    return 1


@transaction.atomic
def _close(pk: int, now: datetime) -> int:
    campaign = locking.campaign(pk)
    if campaign.state not in (State.OPEN, State.PAUSED):
        return 0
    steps.take(campaign, State.CLOSING, cause="time_over", now=now)
    _touch(campaign)
    return 1


def _open(campaign: Campaign, now: datetime) -> None:
    steps.take(campaign, State.OPEN, cause="opened", now=now)


def _touch(campaign: Campaign) -> None:
    topics.touch(f"buy:{campaign.pk}")
