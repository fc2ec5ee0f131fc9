"""What the staff do for a member's account, or against it; each deed is written down with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from accounts import registry
from accounts.models import User
from lib import clean, errors
from lib.after_commit import after_commit

LOOK, HELP = "accounts.view_user", "accounts.change_user"
REASON_LENGTH = 200
SWITCHED_OFF, SWITCHED_ON = gettext_noop("switched off"), gettext_noop("switched on")
STEP_OFF = gettext_noop("second step taken off")
SWEPT = gettext_noop("everything they wrote was removed")


class OfStaff(errors.NotAllowed):
    """Staff do not decide about each other here, nor about themselves."""

    code = "accounts.of_staff"
    message = gettext_lazy("This is an account of the staff: an administrator changes it in the admin.")


class Settled(errors.Conflict):
    """It is so already, or its owner has closed the account."""

    code = "accounts.care_settled"
    message = gettext_lazy("This account is like that already. Look at the page again.")


def may_look(user: User) -> bool:
    """Say whether `user` may see members' accounts. Queries: 0 to 2."""
    return bool(user.is_staff and user.has_perm(LOOK))


def may_help(user: User) -> bool:
    """Say whether `user` may change members' accounts. Queries: 0 to 2."""
    return bool(user.is_staff and user.has_perm(HELP))


def require_help(*, by: User, person: User) -> None:
    """Refuse who may not do anything about `person`. Raises: NotAllowed; OfStaff."""
    if not may_help(by):
        raise errors.NotAllowed(_("Helping members takes a permission that an administrator gives you."))
    if person.is_staff or person.pk == by.pk:
        raise OfStaff


@dataclass(frozen=True)
class Noted:
    """What somebody of the staff did about an account, in the reader's language, and when."""

    words: str
    by: User
    at: datetime


@transaction.atomic
def switch(*, by: User, person: User, is_on: bool, reason: str, now: datetime) -> User:
    """Switch an account off, which ends every session and key and what it has open, or on again.

    Locks: the person. Raises: NotAllowed; OfStaff; Settled, also for what its owner closed; Invalid beside `reason`.
    """
    require_help(by=by, person=person)
    said = _reason(reason)
    held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if held.is_active == is_on or held.closed_at:
        raise Settled
    held.is_active = is_on
    held.save(update_fields=["is_active"])
    (registry.reopen if is_on else registry.close)(user=held, now=now)
    note(by=by, person=held, deed=SWITCHED_ON if is_on else SWITCHED_OFF, reason=said)
    return held


@transaction.atomic
def drop_second_step(*, by: User, person: User, reason: str, now: datetime) -> None:
    """Take off somebody's second step of signing in, for whoever lost it with its codes; a letter tells them.

    The password is still asked for. Raises: NotAllowed; OfStaff; Settled; Invalid beside `reason`.
    """
    require_help(by=by, person=person)
    said = _reason(reason)
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise Settled
    note(by=by, person=person, deed=STEP_OFF, reason=said)
    after_commit(lambda: _tell(person, now))


def note(*, by: User, person: User, deed: str, reason: str) -> LogEntry:
    """Write down in the admin's log of this account what was done, and why. `deed` is in English, to be translated."""
    return LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr=str(person)[:200],
        action_flag=CHANGE,
        change_message=f"{deed}: {reason}",
    )


def noted(*, person: User, most: int = 10) -> tuple[Noted, ...]:
    """Return what the staff did about this account, newest first. Queries: 2."""
    kind = ContentType.objects.get_for_model(User)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).select_related("user")
    return tuple(Noted(_words(row), row.user, row.action_time) for row in rows.order_by("-action_time", "-pk")[:most])


def _words(row: LogEntry) -> str:
    deed, colon, reason = row.change_message.partition(": ")
    is_ours = bool(colon) and deed in (SWITCHED_OFF, SWITCHED_ON, STEP_OFF, SWEPT)
    return f"{_(deed)}: {reason}" if is_ours else row.get_change_message()


def _reason(text: str) -> str:
    return clean.line(text, field="reason", most=REASON_LENGTH, least=3)


def _tell(person: User, now: datetime) -> None:
    with translation.override(person.locale):
        letter = render_to_string("accounts/letters/second_step_off.txt", {"person": person, "at": now})
        send_mail(_("Your second step of signing in was taken off"), letter, None, [person.email])
