"""Muting and banning in a group, for a while or for good, and lifting it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import moderation, policies
from community.models import Group, Membership, ModlogEntry
from community.selectors import standings
from community.services import membership_changes, modlog, sending
from community.services.appeals import settling
from lib import errors
from live.services import topics

FOR_GOOD = "for_good"
DURATIONS = {
    "1d": timedelta(days=1),
    "3d": timedelta(days=3),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    FOR_GOOD: None,
}
_IN_FORCE = {"unmute": "muted_until", "unban": "banned_until"}


@transaction.atomic
def impose(
    *,
    moderator: User,
    group: Group,
    member: User,
    action: str,
    duration: str,
    rule: int | None,
    reason: str,
    now: datetime,
) -> ModlogEntry:
    """Mute or ban `member` for one of DURATIONS; what was in force before is replaced.

    A ban takes the person out of the group at once, whatever their place was; one may ban who is not in.

    Locks: the group.
    Raises: NotFound, NotAllowed by policy and for people of equal or higher rank; BrandStaffMayNot; Invalid for
        `action`, `duration`, `rule`, `reason`; Conflict for muting somebody who is not in.
    Emits: undo of the activity `join` (ban); a modlog row; notice `moderation`.
    """
    chosen = _choose(action, lasts=True)
    if duration not in DURATIONS:
        raise errors.Invalid(fields={"duration": _("Please choose how long.")})
    place = _enter(moderator, group, member, now=now)
    if chosen.key == "mute" and not place.is_active:
        raise errors.Conflict(
            _("%(name)s is not in this group.") % {"name": member.display_name}, code="community.not_in"
        )
    cited, said = modlog.grounds(chosen, group_id=group.pk, rule=rule, reason=reason)
    length = DURATIONS[duration]
    until = now + length if length else policies.FOR_GOOD
    deed = moderation.Deed(
        group=group, moderator=moderator, subject=member, now=now, rule=cited, reason=said, until=until, place=place
    )
    return _take(chosen, deed)


@transaction.atomic
def lift(*, moderator: User, group: Group, member: User, action: str, reason: str, now: datetime) -> ModlogEntry:
    """Lift a mute ("unmute") or a ban ("unban") before its time.

    Raises: as `impose`; Conflict when there is nothing to lift.
    """
    chosen = _choose(action, lasts=False)
    place = _enter(moderator, group, member, now=now)
    until = getattr(place, _IN_FORCE[chosen.key])
    if until is None or until <= now:
        raise errors.Conflict(_("That is over already."), code="community.not_in_force")
    _rule, said = modlog.grounds(chosen, group_id=group.pk, rule=None, reason=reason)
    deed = moderation.Deed(group=group, moderator=moderator, subject=member, now=now, reason=said, place=place)
    return _take(chosen, deed)


def _choose(action: str, *, lasts: bool) -> moderation.Action:
    chosen = moderation.get(action)
    if chosen.decides or chosen.lasts is not lasts or not (lasts or chosen.key in _IN_FORCE):
        raise errors.Invalid(fields={"action": moderation.CHOOSE})
    return chosen


def _enter(moderator: User, group: Group, member: User, *, now: datetime) -> Membership:
    """Lock the group and return the member's place, if the moderator stands above it."""
    place = membership_changes.lock(group=group, user=member)
    standing = standings.check(user=moderator, group=group, action=policies.Action.MODERATE, now=now)
    standings.check_independent(moderator)
    role = policies.Role(place.role) if place.is_active else policies.Role.OUTSIDER
    if member.pk == moderator.pk or not policies.outranks(standing.role, role):
        raise errors.NotAllowed(
            _("You may only do this to people below your own role."), code="community.not_outranked"
        )
    return place


def _take(chosen: moderation.Action, deed: moderation.Deed) -> ModlogEntry:
    assert deed.group is not None
    assert deed.place is not None
    former = deed.place.role if deed.place.is_active else ""
    chosen.carry_out(deed)
    entry, letters = modlog.write(chosen, deed, former_role="" if deed.place.is_active else former)
    settling.settle(undo=chosen, deed=deed)
    topics.touch(f"group:{deed.group.pk}:queue")
    sending.send(letters)
    return entry
