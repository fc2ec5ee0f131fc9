"""Where every write comes in: who is this person to this group, and may they?"""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from community import policies
from community.models import Group, Membership
from community.policies import Action
from lib.records import Records

_GROUP, _PLACE = Records(Group), Records(Membership)


def enter(*, action: Action, group: Group, user: User, now: datetime) -> policies.Standing:
    """Check `action` against the policy table.

    Locks: the person's membership row, so that a mute or a twin of the same submission waits.
    Queries: 1. Raises: what `policies.check` raises.
    """
    membership = hold(group=group, user=user)
    standing = policies.standing_of(membership, is_signed_in=True, now=now)
    policies.check(action, group, standing)
    return standing


def hold_group(group: Group) -> Group:
    """Lock the group, before anything of it, and return it as it is now: whoever changes its counts, its roles or its
    places does so."""
    return _GROUP.held_by_key(group.pk)


def hold(*, group: Group, user: User) -> Membership | None:
    """Lock the person's place in the group and return it.

    Every writer locks the group, if it is to change, then the place, the post, and its comment.
    """
    return _PLACE.held("t.group_id = %s AND t.user_id = %s", group.pk, user.pk)
