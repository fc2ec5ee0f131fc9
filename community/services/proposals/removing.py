"""Taking a proposal, an argument or news away as a moderator, and bringing it back. Points follow, exactly."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Argument, MakingUpdate, Proposal
from community.policies import Action
from community.services import access
from community.services.proposals import activities, audiences, inbox_lines, locking
from gamify.services import record
from lib import errors

Said = Proposal | Argument | MakingUpdate


@transaction.atomic
def remove(*, target: Said, moderator: User, reason: str, now: datetime, is_checked: bool = False) -> Said:
    """Hide what another member wrote, whatever became of it meanwhile; twice changes nothing.

    The case, the log and the letter to the author are the moderation service's. What supporters gave stays counted.

    Args: is_checked: the caller has checked that `moderator` may judge it although they do not look after the group.
    Locks: the moderator's place in the group, the proposal, what stands under it.
    Raises: NotAllowed for who may not moderate the group, and for what one wrote oneself.
    """
    if not is_checked:
        access.enter(action=Action.MODERATE, group=target.group, user=moderator, now=now)
    return _put(target, moderator, now, reason, is_removed=True)


@transaction.atomic
def restore(*, target: Said, by: User, now: datetime, is_checked: bool = False) -> Said:
    """Show again what a moderator took away. Locks, raises: as `remove`.

    Args: is_checked: the caller has checked that `by` may decide an appeal about it, or judge it for the group.
    """
    if not is_checked:
        access.enter(action=Action.MODERATE, group=target.group, user=by, now=now)
    return _put(target, by, now, "restored", is_removed=False)


def lock(target: Said) -> Said:
    """Lock the proposal, then what stands under it. Inside a transaction only. Queries: 1, 2 for that."""
    if isinstance(target, Proposal):
        return locking.proposal(target.pk)
    held = locking.proposal(target.proposal_id)
    rows = type(target)._default_manager.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("by" if isinstance(target, MakingUpdate) else "author").get(pk=target.pk)
    row.proposal = held
    return row


def _put(target: Said, by: User, now: datetime, reason: str, *, is_removed: bool) -> Said:
    held = lock(target)
    if held.author_id == by.pk:
        said = _("Another moderator of the group decides about what you wrote.")
        raise errors.NotAllowed(said, code="community.own_content")
    if (held.removed_at is not None) == is_removed or (isinstance(held, Argument) and not held.body):  # erased
        return held
    held.removed_at = now if is_removed else None
    held.save(update_fields=["removed_at"])
    if isinstance(held, Proposal):
        _settle(held, by, now, reason)
        inbox_lines.changed(held)
    else:
        inbox_lines.changed(held.proposal)
    return held


def _settle(held: Proposal, by: User, now: datetime, reason: str) -> None:
    mirror = record.undo if held.removed_at is not None else record.redo
    for key in activities.keys_of(held, audiences.authors(held)):
        mirror(key=key, reason=reason, by=by, now=now)
