"""What services about memberships share: locking, entering, leaving, notifying. Not for other apps."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Group, Membership
from community.services import access, doors
from community.services.meetups import attending
from gamify.services import record
from inbox.services import notifications
from lib import columns, errors
from live.services import topics


def lock(*, group: Group, user: User) -> Membership:
    """Return the person's place, made empty if they never had one.

    Locks: the group, so that counts, roles and places of one group change one after the other; call it first.
    """
    access.hold_group(group)
    place, _made = Membership.objects.get_or_create(group=group, user=user, defaults={"state": Membership.State.LEFT})
    place.group, place.user = group, user
    return place


def lock_active(*, group: Group, user: User) -> Membership:
    """Lock like `lock`; raises Conflict when the person is not in the group."""
    place = lock(group=group, user=user)
    if not place.is_active:
        raise errors.Conflict(
            _("%(name)s is not in this group.") % {"name": user.display_name}, code="community.not_in"
        )
    return place


def change(place: Membership, **values: object) -> None:
    """Write these columns of the place. Emits: topics of the place, and of those who look after the group."""
    columns.write(place, values)
    topics.touch(f"group:{place.group_id}:queue", f"member:{place.user.public_id}:group:{place.group_id}")


def enter(place: Membership, *, now: datetime, role: str = Membership.Role.MEMBER) -> Membership:
    """Make the person a member, count them and record the activity `join`. Caller holds the lock."""
    change(place, state=Membership.State.ACTIVE, role=role, joined_at=now, round=place.round + 1)
    _count(place.group, 1)
    group = record.Ref(type="group", id=str(place.group_id))
    record.activity(actor=place.user, verb="join", object=group, target=group, key=_key(place), now=now)
    return place


def go(place: Membership, *, by: User, reason: str, now: datetime) -> None:
    """Take a member out, from meetups ahead too, and undo the activity `join`; their sockets leave the group at once.

    Caller holds the lock.
    """
    has_led = place.role != Membership.Role.MEMBER
    change(place, state=Membership.State.LEFT, role=Membership.Role.MEMBER)
    _count(place.group, -1)
    if has_led:
        renew(place.group)
        doors.pass_on(place.group, now=now)
    record.undo(key=_key(place), reason=reason, by=by, now=now)
    attending.give_back(user=place.user, group=place.group, now=now)
    topics.doubt(place.user)


def come_back(place: Membership, *, role: str, by: User, now: datetime) -> None:
    """Undo a `go` that was wrong: the role, and what joining had earned. Caller holds the lock."""
    if role != Membership.Role.MEMBER:
        renew(place.group)
    change(place, state=Membership.State.ACTIVE, role=role)
    _count(place.group, 1)
    record.redo(key=_key(place), reason="unbanned", by=by, now=now)


def tell(place: Membership, *, kind: str, actor: User | None, now: datetime, **data: str) -> None:
    """Put a line about this place into the person's inbox."""
    notifications.send(
        recipient=place.user,
        kind=kind,
        key=f"{kind}:{place.pk}:{now.isoformat()}",
        url=reverse("community:group-detail", args=[place.group.slug]),
        actor=actor,
        data={"group": place.group.names, **data},
        now=now,
    )


def renew(group: Group) -> None:
    """Raise the group's version: its rules or those who look after it have changed."""
    Group.objects.filter(pk=group.pk).update(version=F("version") + 1)


def _count(group: Group, step: int) -> None:
    Group.objects.filter(pk=group.pk).update(member_count=F("member_count") + step)
    group.member_count += step


def _key(place: Membership) -> str:
    return f"join:{place.pk}:{place.round}"
