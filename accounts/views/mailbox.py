"""The letters of a demo that has no mail server: read here what would have been sent."""

from __future__ import annotations

from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_MOST = 20


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the newest letters; only where the demo keeps them in a folder, to requests from this machine."""
    if not settings.SHOW_MAILBOX or not _is_from_here(request):
        raise Http404
    return render(request, "accounts/mailbox/index.html", {"letters": _letters()})


def _is_from_here(request: HttpRequest) -> bool:
    """Say whether a browser of this machine asks; a proxy on it that speaks for somebody else says so."""
    is_local = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
    return is_local and not {"X-Forwarded-For", "Forwarded", "X-Real-Ip"} & set(request.headers)


def _letters() -> list[dict[str, Any]]:
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    letters = [_read(part) for file in files[:_MOST] for part in reversed(_split(file))]
    return letters[:_MOST]


def _split(file: Path) -> list[bytes]:
    rule = b"\n" + b"-" * 79 + b"\n"
    return [part for part in file.read_bytes().split(rule) if part.strip()]


def _read(raw: bytes) -> dict[str, Any]:
    letter = message_from_bytes(raw, policy=policy.default)
    body = letter.get_body(("plain",)) if isinstance(letter, EmailMessage) else None
    return {
        "to": str(letter["To"]),
        "subject": str(letter["Subject"]),
        "sent_at": parsedate_to_datetime(str(letter["Date"])).astimezone(UTC),
        "body": str(body.get_content()) if body else "",
    }
