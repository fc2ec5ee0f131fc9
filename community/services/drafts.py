"""Unsent words, kept on the server: one draft a person and intent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Draft
from lib import clean, errors

LIMIT = 30
_INTENT = re.compile(r"new|(?:new|reply|edit):[a-z0-9-]{1,50}")
_TEXTS = {"title": 200, "body": 21_000, "type": 12, "group": 40, "brand": 40, "edition": 9, "window": 64}
_LISTS = {"emotions": 2, "pictures": 4, "alts": 4}


class TooManyDrafts(errors.Conflict):
    """The member keeps as many drafts as there is room for."""

    code = "community.too_many_drafts"
    message = _("You keep thirty drafts already. Finish or delete one first.")


class WrittenElsewhere(errors.Conflict):
    """Another window has kept something since this one was opened: it is not written over unseen."""

    code = "community.draft_written_elsewhere"
    message = _("You went on writing in another window. Copy what is only here, then open this page again.")


@transaction.atomic
def save(
    *, user: User, intent: str, payload: Mapping[str, Any], now: datetime, seen: str | None = None
) -> Draft | None:
    """Keep `payload` for `intent`, replacing what was kept; an empty one deletes it and returns None.

    Args: seen: the `window` of the draft that this one goes on from, "" for none; None asks for no check.
    Raises: Invalid for an unknown intent, too much text or characters no database keeps; TooManyDrafts;
        WrittenElsewhere.
    """
    check_intent(intent)
    kept = _kept(payload)
    if seen is not None:
        _check_seen(user, intent, (seen, kept.get("window", "")))
    if not any(kept.get(name) for name in ("title", "body", "pictures")):
        discard(user=user, intent=intent)
        return None
    is_new = not Draft.objects.filter(user=user, intent=intent).exists()
    if is_new and Draft.objects.filter(user=user).count() >= LIMIT:
        raise TooManyDrafts()
    draft, _created = Draft.objects.update_or_create(
        user=user, intent=intent, defaults={"payload": kept, "updated_at": now}
    )
    return draft


def discard(*, user: User, intent: str) -> bool:
    """Delete the draft, after it was sent or when its author has no more use for it; say whether there was one."""
    check_intent(intent)
    return bool(Draft.objects.filter(user=user, intent=intent).delete()[0])


def check_intent(intent: str) -> None:
    """Refuse what names no place one can write in."""
    if not _INTENT.fullmatch(intent):
        raise errors.Invalid(fields={"intent": _("We do not know what this draft is for.")})


def _check_seen(user: User, intent: str, windows: tuple[str, str]) -> None:
    found = Draft.objects.select_for_update().filter(user=user, intent=intent).values_list("payload", flat=True).first()
    if found is not None and found.get("window", "") not in windows:
        raise WrittenElsewhere


def _kept(payload: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, most in _TEXTS.items():
        value = payload.get(name)
        if isinstance(value, str) and value:
            kept[name] = clean.block(value, field=name, most=most)
    for name, most in _LISTS.items():
        value = payload.get(name)
        if isinstance(value, list | tuple):
            kept[name] = [clean.line(one, field=name, most=300) for one in value[:most] if isinstance(one, str)]
    return kept
