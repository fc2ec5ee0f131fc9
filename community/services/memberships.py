"""Coming into a group and leaving it. Every join is an activity; leaving undoes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import policies
from community.models import Group, Membership
from community.services import doors, membership_changes, roles
from lib import clean, errors

ANSWER_LENGTH = 500
State = Membership.State


class InvitationOnly(errors.NotAllowed):
    """The group's door opens from inside."""

    code = "community.invitation_only"
    message = _("This group is by invitation only.")


@transaction.atomic
def join(*, actor: User, group: Group, now: datetime, answer: str = "") -> Membership:
    """Come in: at once where the door is open or the person was invited, else as a request with its answer.

    Joining twice, or asking twice, changes nothing. While the raid switch is on everybody asks, but for a secret group,
    of which nobody knows who was not invited.

    Locks: the group.
    Raises:
        NotFound, Banned, Archived: as the policy says.
        InvitationOnly: the person was not invited.
        Invalid: the group asks a question that was not answered.
    Emits: activity `join`, or notices `join_request` to the moderators, or to the staff where there are none.
    """
    place = membership_changes.lock(group=group, user=actor)
    standing = policies.standing_of(place, is_signed_in=True, now=now)
    policy = policies.join_policy(group, now)
    is_open, has_asked = policy == Group.JoinPolicy.OPEN, place.state == State.REQUESTED
    if standing.is_member or (has_asked and not is_open and standing.banned_until is None):
        return place
    policies.check(policies.Action.JOIN, group, standing)

    must_ask = group.is_raided(now) and group.visibility != Group.Visibility.SECRET
    if is_open or (place.state == State.INVITED and not must_ask):
        place = membership_changes.enter(place, now=now)
        if has_asked:
            doors.answered(place, now=now)
        return place
    if policy == Group.JoinPolicy.INVITE and place.state != State.INVITED:
        raise InvitationOnly()
    return _ask(place, answer=answer, now=now)


@transaction.atomic
def leave(*, actor: User, group: Group, now: datetime) -> Membership:
    """Go out, take back a request, or decline an invitation; whoever is not in stays out.

    Locks: the group.
    Raises:
        LastOwner: nobody else owns the group and others are in it.
    Emits: undo of the activity `join`.
    """
    place = membership_changes.lock(group=group, user=actor)
    if place.state in (State.REQUESTED, State.INVITED):
        membership_changes.change(place, state=State.LEFT)
    elif place.is_active:
        roles.refuse_orphaning(place)
        membership_changes.go(place, by=actor, reason="left", now=now)
    return place


def _ask(place: Membership, *, answer: str, now: datetime) -> Membership:
    least = 1 if place.group.join_question else 0
    said = clean.block(answer, field="answer", most=ANSWER_LENGTH, least=least)
    membership_changes.change(place, state=State.REQUESTED, answer=said)
    doors.tell(place, now=now)
    return place
