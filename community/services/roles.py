"""Who runs a group: roles, handing over, taking members out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import policies
from community.models import Group, Membership
from community.selectors import standings
from community.services import membership_changes
from lib import clean, errors
from live.services import topics

REASON_LENGTH = 300
Role = Membership.Role


class LastOwner(errors.Conflict):
    """The last owner must hand the group over first; `data["successor"]` is the handle of who comes next."""

    code = "community.last_owner"
    message = _("You are the only owner. Hand the group over before you leave.")


@transaction.atomic
def set_role(*, actor: User, group: Group, member: User, role: str, now: datetime) -> Membership:
    """Make a member owner, moderator or member.

    Locks: the group.
    Raises:
        NotAllowed: the actor does not own the group.
        Invalid: no such role. Conflict: the person is not in. LastOwner: nobody else owns the group.
    Emits: notice `role_changed`.
    """
    if role not in Role.values:
        raise errors.Invalid(fields={"role": _("There is no such role.")})
    place = membership_changes.lock_active(group=group, user=member)
    standings.check(user=actor, group=group, action=policies.Action.APPOINT, now=now)
    if place.role == role:
        return place
    refuse_orphaning(place)
    membership_changes.change(place, role=role)
    membership_changes.renew(group)
    topics.doubt(member)
    if member.pk != actor.pk:
        membership_changes.tell(place, kind="role_changed", actor=actor, now=now, role=role)
    return place


@transaction.atomic
def hand_over(*, actor: User, group: Group, member: User, now: datetime) -> Membership:
    """Give the group to `member` and become a moderator; raises like `set_role`."""
    if actor.pk == member.pk:
        raise errors.Conflict(_("You already own this group."), code="community.already_owner")
    place = set_role(actor=actor, group=group, member=member, role=Role.OWNER, now=now)
    set_role(actor=actor, group=group, member=actor, role=Role.MODERATOR, now=now)
    return place


@transaction.atomic
def remove(*, actor: User, group: Group, member: User, reason: str, now: datetime) -> Membership:
    """Take a member out, who is told why and may come back through the door.

    Locks: the group.
    Raises:
        NotAllowed: the actor is no moderator, or does not outrank the member.
        Invalid: no reason. Conflict: the person is not in.
    Emits: undo of the activity `join`; notice `removed_from_group`.
    """
    said = clean.line(reason, field="reason", most=REASON_LENGTH, least=1)
    place = membership_changes.lock_active(group=group, user=member)
    standing = standings.check(user=actor, group=group, action=policies.Action.MODERATE, now=now)
    if not policies.outranks(standing.role, policies.Role(place.role)):
        raise errors.NotAllowed(_("You may only take out people below your own role."), code="community.not_outranked")
    membership_changes.go(place, by=actor, reason="removed", now=now)
    membership_changes.tell(place, kind="removed_from_group", actor=actor, now=now, reason=said)
    return place


def refuse_orphaning(place: Membership) -> None:
    """Refuse to move the last owner while others are in the group. Caller holds the group's lock.

    Who closed their account neither owns it meanwhile nor comes next.
    """
    if place.role != Role.OWNER:
        return
    inside = Membership.objects.filter(group=place.group, state="active", user__is_active=True)
    others = inside.exclude(pk=place.pk)
    if others.filter(role=Role.OWNER).exists():
        return
    rest = list(others.select_related("user").order_by("pk"))
    if rest:
        raise LastOwner(successor=successor(rest).user.handle)


def successor(rest: list[Membership]) -> Membership:
    """Return who comes next: the moderator, else the member, who came first."""
    return min(rest, key=lambda place: (place.role != Role.MODERATOR, place.joined_at, place.pk))
