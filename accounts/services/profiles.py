"""Changing what others see of a person, and how Hearth looks to them."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import registry
from accounts.models import User
from accounts.models.user import HANDLE_PATTERN
from accounts.services import handles
from lib import clean, errors, limits

RENAMES = limits.Limit("rename", most=3, seconds=7 * 86_400)


@transaction.atomic
def update(*, user: User, display_name: str, handle: str, bio: str, now: datetime) -> User:
    """Change name, handle and bio. Nobody else can take the old handle.

    Raises:
        Invalid: naming each field that is empty, too long, malformed or taken.
        RateLimited: the handle was changed as often as RENAMES lets it.
    """
    before = (user.display_name, user.username)
    user.display_name = clean.line(display_name, field="display_name", most=40, least=1)
    user.bio = clean.block(bio, field="bio", most=280)
    former = before[1]
    if handle != former:
        user.username = _check_handle(handle, user, now)
    try:
        with transaction.atomic():
            user.save(update_fields=["display_name", "bio", "username"])
            if handle != former:
                handles.retire(handle=former, owner=user)
    except IntegrityError as error:
        raise _taken() from error
    if before != (user.display_name, user.username):
        registry.rename(user=user, handles={former, handle})
    return user


@transaction.atomic
def prefer(
    *, user: User, locale: str, time_zone: str, shortcuts_on: bool, now: datetime, feelings_on: bool | None = None
) -> User:
    """Change language, time zone, keyboard shortcuts and, unless None, suggestions of feelings.

    Raises: Invalid for what is not on offer.

    Times are shown in the new zone at once; the member's days follow it from their next midnight on.
    """
    _check_choice("locale", locale, dict(settings.LANGUAGES))
    _check_choice("time_zone", time_zone, available_timezones())
    user.locale, user.shortcuts_on = locale, shortcuts_on
    user.feelings_on = user.feelings_on if feelings_on is None else feelings_on
    if time_zone != user.time_zone:
        moved = user.calendar.moved(time_zone, now=now)
        user.time_zone, user.time_zone_before, user.time_zone_since = moved.zone, moved.before, moved.since
    changed = ["locale", "time_zone", "time_zone_before", "time_zone_since", "shortcuts_on", "feelings_on"]
    user.save(update_fields=changed)
    return user


def set_locale(*, user: User, locale: str) -> None:
    """Remember the language a member switched to."""
    _check_choice("locale", locale, dict(settings.LANGUAGES))
    User.objects.filter(pk=user.pk).update(locale=locale)


def _check_handle(handle: str, user: User, now: datetime) -> str:
    if not re.fullmatch(HANDLE_PATTERN, handle):
        raise errors.Invalid(fields={"handle": _("3 to 20 small letters, digits or underscores.")})
    if not handles.is_free(handle=handle, user=user):
        raise _taken()
    try:
        limits.spend(RENAMES, who=user.public_id, now=now)
    except errors.RateLimited as error:
        raise errors.RateLimited(_("A handle can be changed three times a week."), **error.data) from error
    return handle


def _taken() -> errors.Invalid:
    return errors.Invalid(fields={"handle": _("Somebody already has this handle.")})


def _check_choice(field: str, value: str, offered: Container[str]) -> None:
    if value not in offered:
        raise errors.Invalid(fields={field: _("Please choose one of the options.")})
