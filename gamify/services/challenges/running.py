"""What a challenge does by itself: it begins, warns a day before its end, and ends. Jobs, safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from gamify.models import Challenge
from gamify.registry import scopes
from gamify.services.challenges import locking, notifying
from lib import jobs
from lib.machines import steps

State = Challenge.State
WARNING = timedelta(hours=24)


def start_due(*, now: datetime) -> int:
    """Begin the challenges whose time has come; return how many."""
    due = Challenge.objects.filter(state=State.ANNOUNCED, starts_at__lte=now).order_by("pk")
    return jobs.sweep(due, _start, now)


def warn_due(*, now: datetime) -> int:
    """Tell those who have not finished that it ends tomorrow, once, where that is news; return how many challenges."""
    running = Challenge.objects.filter(state=State.RUNNING, reminded_at=None)
    soon = running.filter(ends_at__lte=now + WARNING, ends_at__gt=now).order_by("pk")
    return jobs.sweep(soon, _warn, now)


def close_due(*, now: datetime) -> int:
    """End the challenges whose time is over: what happens from then on brings nothing. Return how many."""
    over = Challenge.objects.filter(state=State.RUNNING, ends_at__lte=now).order_by("pk")
    return jobs.sweep(over, _close, now)


def is_for_visitors(held: Challenge) -> bool:
    """Say whether a visitor may know of it: it is everywhere, or in a place that visitors may see."""
    visitor = AnonymousUser()
    return not held.places or any(scopes.may_see(visitor, place) for place in held.places)


def recheck_places(*, now: datetime) -> int:
    """Show to visitors what takes place where visitors may look, and nothing else, when groups have opened or closed;
    return how many changed. Queries: 1, and 1 a kind of place.
    """
    del now
    rows = list(Challenge.objects.announced().exclude(places=[]).only("pk", "places", "is_public"))
    seen = scopes.visible(AnonymousUser(), sorted({place for row in rows for place in row.places}))
    wrong = [row for row in rows if row.is_public != any(place in seen for place in row.places)]
    for row in wrong:
        Challenge.objects.filter(pk=row.pk).update(is_public=not row.is_public)
        notifying.touch(row)
    return len(wrong)


@transaction.atomic
def _start(pk: int, now: datetime) -> int:
    held = locking.challenge(pk)
    if held.state != State.ANNOUNCED:
        return 0
    steps.take(held, State.RUNNING, cause="begun", now=now)
    notifying.touch(held)
    return 1


@transaction.atomic
def _warn(pk: int, now: datetime) -> int:
    held = locking.challenge(pk)
    if held.state != State.RUNNING or held.reminded_at:
        return 0
    held.reminded_at = now
    held.save(update_fields=["reminded_at"])
    if held.starts_at and held.ends_at and held.ends_at - held.starts_at > WARNING:
        notifying.ends_soon(held, now)
    return 1


@transaction.atomic
def _close(pk: int, now: datetime) -> int:
    held = locking.challenge(pk)
    if held.state != State.RUNNING:
        return 0
    steps.take(held, State.CLOSING, cause="time_over", now=now)
    notifying.closing(held, now)
    notifying.touch(held)
    return 1
