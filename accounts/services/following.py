"""Following people: a reading list of one's own.

Whom somebody follows is theirs to know alone, and nobody's followers are counted: it is no measure of anybody
(docs/adr/following-is-a-reading-list.md).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Follow, User
from accounts.selectors import hiding
from lib import errors

MOST = 500


class Oneself(errors.NotAllowed):
    """Somebody would follow themselves."""

    code = "accounts.follows_oneself"
    message = _("You cannot follow yourself.")


class Hidden(errors.Conflict):
    """Somebody would follow whom they hid."""

    code = "accounts.follows_hidden"
    message = _("You hid what they write. Show it again before you follow them.")


class TooMany(errors.Conflict):
    """Somebody follows as many as they can."""

    code = "accounts.follows_too_many"
    message = _("You follow as many people as one can. Leave somebody out first.")


@transaction.atomic
def follow(*, user: User, person: User, now: datetime) -> Follow:
    """Let `user` follow `person`; twice changes nothing.

    Locks: the member. Raises: Oneself, Hidden, TooMany.
    """
    if person.pk == user.pk:
        raise Oneself
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if hiding.is_hidden(person_id=person.pk, viewer=held):
        raise Hidden
    mine = Follow.objects.filter(by=user)
    known = mine.filter(person=person).first()
    if known is not None:
        return known
    if mine.count() >= MOST:
        raise TooMany
    return Follow.objects.create(by=user, person=person, created_at=now)


def unfollow(*, user: User, handle: str) -> bool:
    """Let `user` follow somebody no more, also a closed account; return whether they did. Queries: 1."""
    gone, _rows = Follow.objects.filter(by=user, person__username=handle).delete()
    return bool(gone)
