"""Hiding what somebody writes, from oneself alone.

It takes nothing from the other, who never learns of it: only posts, comments and notices keep out of the member's
sight (docs/moderation.md).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Follow, HiddenPerson, User
from lib import errors
from live.services import topics

MOST = 500


class Oneself(errors.NotAllowed):
    """Somebody would hide themselves."""

    code = "accounts.hides_oneself"
    message = _("You cannot hide yourself.")


class OfStaff(errors.NotAllowed):
    """Somebody would hide one of the site's staff."""

    code = "accounts.hides_staff"
    message = _("They look after Hearth for everybody, so what they write cannot be hidden.")


class TooMany(errors.Conflict):
    """Somebody hides as many as they can."""

    code = "accounts.hides_too_many"

    message = _("You hide as many people as one can. Show somebody again first.")


def check(*, user: User, person: User) -> None:
    """Refuse whom nobody can hide. Raises: Oneself, OfStaff."""
    if person.pk == user.pk:
        raise Oneself
    if person.is_staff:
        raise OfStaff


@transaction.atomic
def hide(*, user: User, person: User, now: datetime) -> HiddenPerson:
    """Hide what `person` writes from `user`, who follows them no more; twice changes nothing.

    Locks: the member. Raises: Oneself, OfStaff, TooMany.
    """
    check(user=user, person=person)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    held = HiddenPerson.objects.filter(by=user)
    known = held.filter(person=person).first()
    if known is not None:
        return known
    if held.count() >= MOST:
        raise TooMany
    made = HiddenPerson.objects.create(by=user, person=person, created_at=now)
    Follow.objects.filter(by=user, person=person).delete()
    _mark(user, hides_people=True)
    return made


@transaction.atomic
def show(*, user: User, handle: str) -> bool:
    """Show again what somebody writes, also of a closed account; return whether it was hidden. Locks: the member."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    held = HiddenPerson.objects.filter(by=user)
    gone, _rows = held.filter(person__username=handle).delete()
    if gone:
        _mark(user, hides_people=held.exists())
    return bool(gone)


def _mark(user: User, *, hides_people: bool) -> None:
    """Note whether there is anybody to ask for, and let kept pages and the inbox be drawn anew."""
    user.hides_people = hides_people
    user.save(update_fields=["hides_people"])
    topics.touch(f"member:{user.public_id}:inbox")
