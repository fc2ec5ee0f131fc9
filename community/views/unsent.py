"""A post that was sent after its writer was signed out: the session keeps it until the same member is back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core import signing

from accounts.models import User
from accounts.requests import MemberRequest, PageRequest
from community.services import text

_KEPT = "unsent_post"
_SALT = "community.compose.writer"


def seal(user: User) -> str:
    """Return what the form carries of whom it was given to."""
    return signing.dumps(user.public_id, salt=_SALT)


def keep(request: PageRequest) -> bool:
    """Keep what was sent, if the form says whose it is; say whether it is kept."""
    writer = _writer(request)
    if writer:
        sent = request.POST
        kept = {name: sent.get(name, "")[: text.POST_LIMIT] for name in ("group", "type", "title", "body", "brand")}
        request.session[_KEPT] = {**kept, "emotions": sent.getlist("emotions")[:2], "writer": writer}
    return bool(writer)


def take(request: MemberRequest) -> Mapping[str, Any]:
    """Return what this member wrote when they were signed out, and forget what anybody wrote."""
    kept = request.session.pop(_KEPT, {})
    return kept if kept.get("writer") == request.user.public_id else {}


def _writer(request: PageRequest) -> str:
    """Return the public id of the member to whom the sent form was given, "" when nobody can tell."""
    try:
        return str(signing.loads(request.POST.get("writer", ""), salt=_SALT))
    except signing.BadSignature:
        return ""
