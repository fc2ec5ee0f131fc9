"""The campaign of a launched proposal: drafted when that is announced, opened and, if need be, ended with it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gamify.launches import Drafted, End, Ended, Launch, Opened, Sale
from lib import errors
from lib.machines import steps
from live.services import topics
from rewards import paths
from rewards.machines import LIVE_SEAT
from rewards.models import Campaign, Event, FirstBuyer, Seat
from rewards.services.buying import campaigns, locking
from rewards.services.buying.terms import Terms

State = Campaign.State
BATCH = 5_000


class NotReady(errors.Conflict):
    """The campaign that is to be opened is not finished, not approved, or over. `data["state"]` says which."""

    code = "rewards.debut_not_ready"
    message = _("First finish its campaign in your console, and have it approved. Then it can be launched.")


@transaction.atomic
def prepare(launch: Launch) -> None:
    """Draft the campaign, once; one that was called off meanwhile is drafted anew."""
    if _of(launch.key) is not None:
        return
    terms = Terms(names=launch.names, stories=launch.stories)
    made = campaigns.draft(by=launch.by, brand=launch.brand, terms=terms, now=launch.now)
    hours = round((launch.first_until - launch.now) / timedelta(hours=1))
    Campaign.objects.filter(pk=made.pk).update(launch=launch.key, first_hours=hours)


def find(key: str) -> Drafted | None:
    """Return how the campaign of a launch stands. Queries: 1."""
    found = _of(key)
    if found is None:
        return None
    name = "console-edit" if found.state == State.DRAFT else "console-campaign"
    url = reverse(f"rewards:{name}", args=[found.brand.slug, found.public_id])
    return Drafted(url, found.state_label, found.state == State.SCHEDULED)


@transaction.atomic
def open_(launch: Launch) -> Opened:
    """Open the approved campaign, for those who helped first; one that opens later has its first hours then.

    Locks: the campaign. Raises: NotReady.
    """
    known = _of(launch.key)
    if known is None:
        raise NotReady(state="")
    held = locking.campaign(known.pk)
    opened = Opened(f"campaign:{held.pk}", paths.of_campaign(held))
    if held.first_until is not None:
        return opened
    is_over = held.closes_at is None or held.closes_at <= launch.now
    if held.state != State.SCHEDULED or held.opens_at is None or is_over:
        raise NotReady(state=held.state)
    rows = [FirstBuyer(campaign=held, user_id=pk) for pk in sorted(launch.first)]
    FirstBuyer.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    held.first_until = max(launch.now, held.opens_at) + timedelta(hours=held.first_hours)
    held.save(update_fields=["first_until"])
    if held.opens_at <= launch.now:
        steps.take(held, State.OPEN, actor=launch.by, cause="opened", now=launch.now)
    topics.touch(f"buy:{held.pk}")
    return opened


def find_sale(key: str) -> Sale | None:
    """Return who is in a campaign that a launch has opened and that runs. Queries: 3."""
    found = _of(key)
    if found is None or found.first_until is None or State.CANCELLED not in found.PATHS.get(found.state, ()):
        return None
    people = Seat.objects.filter(campaign=found, state__in=LIVE_SEAT).values("user").distinct().count()
    return Sale(people, not campaigns.has_succeeded(found))


def find_end(key: str) -> Ended | None:
    """Return how the campaign that a launch had opened was called off. Queries: 2, 1 when it was not."""
    over = Campaign.objects.filter(launch=key, state=State.CANCELLED, first_until__isnull=False).order_by("-pk").first()
    if over is None:
        return None
    step = Event.objects.filter(kind=over.KIND, row_id=over.pk, after=State.CANCELLED).latest("seq")
    return Ended(over.reason, step.at)


@transaction.atomic
def call_off(end: End) -> None:
    """End the campaign of a launch as its brand would: teams fail, money goes back. One not yet launched is dropped.

    Locks: the campaign. Raises: as `campaigns.cancel`.
    """
    known = _of(end.key)
    if known is None:
        return
    if known.waits_for_launch:
        held = locking.campaign(known.pk)
        steps.take(held, State.CANCELLED, actor=end.by, cause="cancelled", now=end.now, reason=end.reason)
        return
    campaigns.cancel(by=end.by, campaign=known, reason=end.reason, now=end.now)


def _of(key: str) -> Campaign | None:
    rows = Campaign.objects.filter(launch=key).exclude(state=State.CANCELLED)
    return rows.select_related("brand").first()
