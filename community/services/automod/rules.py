"""The rules of a group's automod: written by those who look after the group, who work for no brand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import AutomodRule, Group
from community.models.automod import MOST_RULES
from community.policies import Action
from community.selectors import standings
from community.services import access, modlog
from community.services.automod import wishes
from community.services.automod.wishes import Wish
from lib import columns, errors, versions

LOGGED = "automod"


@transaction.atomic
def add(*, by: User, group: Group, wish: Wish, now: datetime) -> AutomodRule:
    """Have automod look for one more thing, MOST_RULES at most.

    Locks: the group, the moderator's place. Emits: a line in the log.
    Raises: NotFound, NotAllowed by policy; BrandStaffMayNot; Invalid; Conflict.
    """
    enter(by=by, group=group, now=now)
    values = wishes.cleaned(wish, group=group)
    if AutomodRule.objects.filter(group=group).count() >= MOST_RULES:
        raise errors.Conflict(_("A group has thirty of these rules at most."), code="community.automod_full")
    made = AutomodRule.objects.create(group=group, **values)
    _done(group, by, now)
    return made


@transaction.atomic
def change(*, by: User, group: Group, pk: int, wish: Wish, version: int, now: datetime) -> AutomodRule:
    """Replace a rule; what it looks for stays the same kind of thing.

    Args: version: that of the rule when it was read. Locks, Emits, Raises: as `add`; NotFound; lib ChangedMeanwhile.
    """
    enter(by=by, group=group, now=now)
    row = _held(group, pk, version)
    values = wishes.cleaned(Wish(**{**vars(wish), "cause": row.cause}), group=group)
    columns.write(row, {**values, "version": row.version + 1})
    _done(group, by, now)
    return row


@transaction.atomic
def delete(*, by: User, group: Group, pk: int, version: int, now: datetime) -> None:
    """Have automod look for it no more; what waits in the queue waits on. As `change`."""
    enter(by=by, group=group, now=now)
    _held(group, pk, version).delete()
    _done(group, by, now)


def enter(*, by: User, group: Group, now: datetime) -> Group:
    """Lock the group and the person's place in it; refuse who does not look after it or works for a brand."""
    held = access.hold_group(group)
    access.enter(action=Action.MODERATE, group=held, user=by, now=now)
    standings.check_independent(by)
    return held


def _held(group: Group, pk: int, version: int) -> AutomodRule:
    """Return the rule as it was read; the caller holds the group, and with it all of its rules."""
    row = AutomodRule.objects.filter(group=group, pk=pk).first()
    if row is None:
        raise errors.NotFound(code="community.automod_not_found")
    if row.version != version:
        raise versions.ChangedMeanwhile(version=row.version)
    return row


def _done(group: Group, by: User, now: datetime) -> None:
    columns.write(group, {"automod_count": AutomodRule.objects.filter(group=group).count()})
    modlog.note(LOGGED, group=group, by=by, now=now)
