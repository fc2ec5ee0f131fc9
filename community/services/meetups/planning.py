"""Beginning a meetup, changing it, calling it off: by whoever looks after the group."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Group, Meetup
from community.policies import Action
from community.services import access, repeats, text
from community.services.composition import find_mentioned
from community.services.meetups import locking, notifying, refusals, room, terms
from community.services.meetups.terms import Plan
from lib import clean, columns
from live.services import topics

REASON_LENGTH = 300


@transaction.atomic
def begin(*, by: User, group: Group, plan: Plan, key: str, now: datetime) -> Meetup:
    """Begin a meetup, once for each `key` of whoever does; they come only if they say so like everybody.

    Locks: the membership, so that the twin of a double submission waits and finds the first.
    Raises: NotFound, Muted, Banned, Archived, NotAllowed by policy; Invalid with `fields`; SentAlready.
    Emits: topics of the group's meetups; a notice `meetup_new` to everybody in the group.
    """
    access.enter(action=Action.HOST, group=group, user=by, now=now)
    earlier = Meetup.objects.select_related("group", "author").filter(author=by, key=key).first()
    if earlier is not None:
        _check_same(earlier, plan, group)
        return earlier
    values, parsed = terms.cleaned(plan, now=now)
    html = _html(parsed, group, by, now)
    reminds_at = terms.reminds_at(values["begins_at"], now=now)
    made = Meetup.objects.create(
        group=group, author=by, key=key, html=html, reminds_at=reminds_at, created_at=now, **values
    )
    told = notifying.begun(made, now=now)
    topics.touch(*notifying.topics_of(made), *told)
    return made


@transaction.atomic
def edit(*, by: User, meetup: Meetup, plan: Plan, edition: int, now: datetime) -> Meetup:
    """Change a meetup; new places go to those who wait.

    Args: edition: which edition the form was opened on.
    Locks: the editor's membership, the meetup.
    Raises: as `begin`; CalledOff; IsOver; Stale when it was changed meanwhile.
    Emits: its topics; notices `meetup` to those who come when time or place is another, and to who has a place now.
    """
    access.enter(action=Action.HOST, group=meetup.group, user=by, now=now)
    held = locking.changeable(meetup.pk, now=now)
    if edition != held.edition:
        raise refusals.Stale(**as_said(held))
    values, parsed = terms.cleaned(plan, now=now, before=held)
    is_moved = any(values[name] != getattr(held, name) for name in terms.DAY)
    if values["begins_at"] != held.begins_at:
        values["reminds_at"] = terms.reminds_at(values["begins_at"], now=now)
    html = _html(parsed, held.group, by, now)
    columns.write(held, {**values, "html": html, "edition": held.edition + 1, "edited_at": now})

    free = () if held.has_begun(now) else room.let_in(held)
    told = notifying.changed(held, by=by, now=now) if is_moved else ()
    topics.touch(*notifying.topics_of(held), *told, *notifying.let_in(held, free, now=now))
    return held


@transaction.atomic
def call_off(*, by: User, meetup: Meetup, reason: str, now: datetime) -> Meetup:
    """Call a meetup off for good, and say why; twice changes nothing.

    Locks: the membership, the meetup. Raises: NotFound, NotAllowed by policy; HasBegun, IsOver; Invalid by `reason`.
    Emits: its topics; a notice `meetup` to everybody who wanted to come.
    """
    access.enter(action=Action.MODERATE, group=meetup.group, user=by, now=now)
    try:
        held = locking.changeable(meetup.pk, now=now)
    except refusals.CalledOff:
        return locking.meetup(meetup.pk)
    if held.has_begun(now):
        raise refusals.HasBegun(_("This meetup has begun. It cannot be called off any more."))
    said = clean.line(reason, field="reason", most=REASON_LENGTH, least=2)
    columns.write(held, {"called_off_at": now, "reason": said, "reminds_at": None, "edition": held.edition + 1})
    topics.touch(*notifying.topics_of(held), *notifying.called_off(held, by=by, now=now))
    return held


def as_said(held: Meetup) -> dict[str, Any]:
    """Return what a meetup says now, with its edition: what somebody needs to decide again."""
    moments = {"begins_at": held.begins_at.isoformat(), "ends_at": held.ends_at.isoformat()}
    return asdict(plan_of(held)) | moments | {"edition": held.edition}


def plan_of(held: Meetup) -> Plan:
    """Return a meetup as it was planned."""
    return Plan(
        title=held.title,
        body=held.body,
        venue=held.venue,
        link=held.link,
        begins_at=held.begins_at,
        ends_at=held.ends_at,
        places=held.places,
    )


def _check_same(earlier: Meetup, plan: Plan, group: Group) -> None:
    """Refuse another plan than what was begun under its key; once that was changed nobody can tell."""
    if earlier.group_id != group.pk:
        raise repeats.SentAlready
    if earlier.edited_at is None:
        values, _parsed = terms.cleaned(plan, now=earlier.created_at)
        if any(value != getattr(earlier, name) for name, value in values.items()):
            raise repeats.SentAlready


def _html(parsed: text.Parsed | None, group: Group, by: User, now: datetime) -> str:
    if parsed is None:
        return ""
    people, _told = find_mentioned(parsed.mentions, group=group, author=by, now=now)
    return text.render(parsed, people)
