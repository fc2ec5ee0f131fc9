"""Letting people in: answers to requests, and invitations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import people
from community import policies
from community.models import Group, Membership
from community.selectors import standings
from community.services import doors, membership_changes
from lib import clean, errors

REASON_LENGTH = 300
State = Membership.State


@transaction.atomic
def approve(*, actor: User, group: Group, member: User, now: datetime) -> Membership:
    """Let somebody in who asked.

    Locks: the group.
    Raises:
        NotAllowed: the actor is no moderator, nor staff for a group that has none. Conflict: there is no open request.
    Emits: activity `join` of the member; notice `join_approved`.
    """
    place = _request(actor=actor, group=group, member=member, now=now)
    membership_changes.enter(place, now=now)
    doors.answered(place, now=now)
    membership_changes.tell(place, kind="join_approved", actor=actor, now=now)
    return place


@transaction.atomic
def deny(*, actor: User, group: Group, member: User, reason: str, now: datetime) -> Membership:
    """Answer a request with no and a reason that the person is told.

    Locks: the group.
    Raises:
        As `approve`; Invalid: no reason.
    Emits: notice `join_denied`.
    """
    said = clean.line(reason, field="reason", most=REASON_LENGTH, least=1)
    place = _request(actor=actor, group=group, member=member, now=now)
    membership_changes.change(place, state=State.DENIED)
    doors.answered(place, now=now)
    membership_changes.tell(place, kind="join_denied", actor=actor, now=now, reason=said)
    return place


@transaction.atomic
def invite(*, actor: User, group: Group, handle: str, now: datetime) -> Membership:
    """Invite somebody by handle. The invitation is for this person, as a member; a moderator's answers a request.

    Locks: the group.
    Raises:
        NotAllowed: as the policy says. Invalid: nobody has that handle.
        Conflict: they are already in, or banned.
    Emits: notice `group_invited`, or activity `join`.
    """
    standing = standings.check(user=actor, group=group, action=policies.Action.INVITE, now=now)
    name = clean.sought(handle, most=40).lstrip("@").lower()
    guest = people.people().filter(username=name, is_active=True).first()
    if guest is None:
        raise errors.Invalid(fields={"handle": _("Nobody here has that handle.")})
    place = membership_changes.lock(group=group, user=guest)
    _refuse_insiders(place, now)

    if place.state == State.REQUESTED and standing.is_moderator:
        doors.answered(place, now=now)
        return membership_changes.enter(place, now=now)
    if place.state != State.INVITED:
        membership_changes.change(place, state=State.INVITED)
        membership_changes.tell(place, kind="group_invited", actor=actor, now=now)
    return place


def _request(*, actor: User, group: Group, member: User, now: datetime) -> Membership:
    doors.check(user=actor, group=group, now=now)
    place = membership_changes.lock(group=group, user=member)
    if place.state != State.REQUESTED:
        raise errors.Conflict(_("This request has already been answered."), code="community.request_answered")
    return place


def _refuse_insiders(place: Membership, now: datetime) -> None:
    guest = policies.standing_of(place, is_signed_in=True, now=now)
    name = {"name": place.user.display_name}
    if guest.is_member:
        raise errors.Conflict(_("%(name)s is already in this group.") % name, code="community.already_in")
    if guest.banned_until:
        raise errors.Conflict(_("%(name)s may not take part in this group.") % name, code="community.banned")
