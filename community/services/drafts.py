"""Unsent words, kept on the server: one draft a person and intent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Comment, Draft, Post
from lib import clean, errors, public_id

LIMIT = 30
_INTENT = re.compile(r"new|(?:new|reply|edit):[a-z0-9-]{1,50}")
_TEXTS = {
    "title": 200,
    "body": 21_000,
    "type": 12,
    "group": 40,
    "brand": 40,
    "edition": 9,
    "parent": 12,
    "window": 64,
}
_LISTS = {"emotions": 2, "pictures": 4, "alts": 4, "suggested": 12, "dismissed": 12}


class TooManyDrafts(errors.Conflict):
    """The member keeps as many drafts as there is room for."""

    code = "community.too_many_drafts"
    message = _("You keep thirty drafts already. Finish or delete one first.")


class WrittenElsewhere(errors.Conflict):
    """Another window or program has kept something since: it is not written over unseen; `data` is what it kept."""

    code = "community.draft_written_elsewhere"
    message = _("You went on writing in another window. Copy what is only here, then open this page again.")


@transaction.atomic
def save(
    *, user: User, intent: str, payload: Mapping[str, Any], now: datetime, seen: str | None = None
) -> Draft | None:
    """Keep `payload` for `intent`, replacing what was kept; an empty one deletes it and returns None.

    What a window kept too late, after it had sent its words, is nothing to go on from: it is not kept either.

    Args: seen: the mark (`selectors.drafts.mark_of`) or the `version` of the draft that this one goes on from, "" for
        none; None asks for no check. What the same `window` kept is never in its way.
    Locks: the draft.
    Raises: Invalid for an unknown intent, too much text or characters no database keeps; TooManyDrafts;
        WrittenElsewhere.
    """
    check_intent(intent)
    kept = _kept(payload)
    if not any(kept.get(name) for name in ("title", "body", "pictures")) or _is_sent(user, kept.get("window", "")):
        _discard_seen(user, intent, seen, kept)
        return None
    mine = Draft.objects.filter(user=user)
    if not mine.filter(intent=intent).exists() and mine.count() >= LIMIT:
        raise TooManyDrafts()
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        user=user, intent=intent, defaults={"payload": kept, "updated_at": now}
    )
    if not is_new:
        _check_seen(draft, seen, kept)
        draft.payload, draft.updated_at = kept, now
        draft.save(update_fields=["payload", "updated_at"])
    return draft


@transaction.atomic
def discard(*, user: User, intent: str, seen: str | None = None) -> bool:
    """Delete the draft that its author has no more use for; say whether there was one.

    Args: seen: the `version` that is thrown away; None asks for no check.
    Locks: the draft.
    Raises: WrittenElsewhere when something else is kept by now.
    """
    check_intent(intent)
    return _discard_seen(user, intent, seen, {})


@transaction.atomic
def sent(*, user: User, intent: str, window: str, seen: str | None) -> bool:
    """Delete the draft whose words are out now, and say so; what another window has written since stays.

    Args: seen: as in `save`.
    Locks: the draft.
    """
    check_intent(intent)
    try:
        return _discard_seen(user, intent, seen, {"window": window})
    except WrittenElsewhere:
        return False


def check_intent(intent: str) -> None:
    """Refuse what names no place one can write in."""
    if not _INTENT.fullmatch(intent):
        raise errors.Invalid(fields={"intent": _("We do not know what this draft is for.")})


def _is_sent(user: User, window: str) -> bool:
    """Say whether this window's words are out: its name is the key under which it sends them."""
    return bool(window) and any(model.objects.filter(author=user, key=window).exists() for model in (Comment, Post))


def _check_seen(draft: Draft, seen: str | None, kept: Mapping[str, Any]) -> None:
    found = draft.payload
    if seen is None or {seen, kept.get("window", "")} & {found.get("window"), found.get("version")} - {""}:
        return
    raise WrittenElsewhere(**{name: value for name, value in found.items() if name != "window"})


def _discard_seen(user: User, intent: str, seen: str | None, kept: Mapping[str, Any]) -> bool:
    draft = Draft.objects.select_for_update().filter(user=user, intent=intent).first()
    if draft is None:
        return False
    _check_seen(draft, seen, kept)
    draft.delete()
    return True


def _kept(payload: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"version": public_id.new()}
    for name, most in _TEXTS.items():
        value = payload.get(name)
        if isinstance(value, str) and value:
            kept[name] = clean.block(value, field=name, most=most)
    for name, most in _LISTS.items():
        value = payload.get(name)
        if isinstance(value, list | tuple):
            kept[name] = [clean.line(one, field=name, most=300) for one in value[:most] if isinstance(one, str)]
    return kept
