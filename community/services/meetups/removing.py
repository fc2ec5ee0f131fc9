"""Taking a meetup away as a moderator and bringing it back, with everybody who comes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import paths
from community.models import Meetup, Membership
from community.policies import Action
from community.services import access
from community.services.meetups import locking, notifying, presence, room
from inbox.services import notifications
from lib import columns, errors
from live.services import topics


@transaction.atomic
def remove(*, target: Meetup, moderator: User, now: datetime, is_checked: bool = False) -> Meetup:
    """Hide what another member began, and tell who wanted to come; twice changes nothing.

    The case, the log and the letter to whoever began it are the moderation service's.

    Args: is_checked: the caller has checked that `moderator` may judge it although they do not look after the group.
    Locks: the moderator's membership, the meetup.
    Raises: NotAllowed for who may not moderate the group, and for what one began oneself.
    """
    return _put(target, moderator, now, is_checked, is_removed=True)


@transaction.atomic
def restore(*, target: Meetup, by: User, now: datetime, is_checked: bool = False) -> Meetup:
    """Show again what a moderator took away. Args, locks, raises: as `remove`."""
    return _put(target, by, now, is_checked, is_removed=False)


def _put(target: Meetup, by: User, now: datetime, is_checked: bool, *, is_removed: bool) -> Meetup:
    if not is_checked:
        access.enter(action=Action.MODERATE, group=target.group, user=by, now=now)
    held = locking.meetup(target.pk)
    if held.author_id == by.pk:
        said = _("Another moderator of the group decides about what you wrote.")
        raise errors.NotAllowed(said, code="community.own_content")
    if (held.removed_at is not None) == is_removed or not held.title:
        return held
    columns.write(held, {"removed_at": now if is_removed else None})
    settle = presence.taken_away if is_removed else presence.brought_back
    settle(held, by=by, now=now)
    if is_removed:
        people = Membership.objects.filter(group=held.group_id, state=Membership.State.ACTIVE)
        notifications.hush(page=paths.of_meetup(held), people=people.values_list("user_id", flat=True), now=now)
    told: tuple[str, ...] = ()
    if not held.is_called_off and not held.has_begun(now):
        told = notifying.taken_away(held, now=now) if is_removed else _tell_back(held, now)
    topics.touch(*notifying.topics_of(held), *told)
    return held


def _tell_back(held: Meetup, now: datetime) -> tuple[str, ...]:
    """Tell everybody how they stand; places that came free meanwhile go to who waits."""
    kept = notifying.brought_back(held, now=now)
    let_in = notifying.let_in(held, room.let_in(held), now=now)
    return (*kept, *let_in, *notifying.back_in_line(held, now=now))
