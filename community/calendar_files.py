"""A meetup as a calendar takes it in: iCalendar, RFC 5545."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from community import paths
from community.models import Meetup
from community.services import text

FOLD = 75  # octets a line, without its end
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def of_meetup(meetup: Meetup) -> bytes:
    """Return the file: the same UID for ever, a SEQUENCE that rises with each edition, every moment in UTC."""
    page = f"{settings.BASE_URL.rstrip('/')}{paths.of_meetup(meetup)}"
    changed = meetup.called_off_at or meetup.edited_at or meetup.created_at
    words = text.excerpt(meetup.html, most=2_000)
    about = "\n\n".join(part for part in (meetup.reason, words, meetup.link, page) if part)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hearth//Meetups//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{meetup.public_id}@{urlsplit(settings.BASE_URL).hostname or 'hearth'}",
        f"SEQUENCE:{meetup.edition - 1}",
        f"DTSTAMP:{_moment(changed)}",
        f"LAST-MODIFIED:{_moment(changed)}",
        f"DTSTART:{_moment(meetup.begins_at)}",
        f"DTEND:{_moment(meetup.ends_at)}",
        f"SUMMARY:{escape(meetup.title)}",
        f"DESCRIPTION:{escape(about)}",
        f"LOCATION:{escape(meetup.venue or meetup.link)}",
        f"URL:{page}",
        f"STATUS:{'CANCELLED' if meetup.is_called_off else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(fold(line) for line in lines)


def escape(words: str) -> str:
    """Return a TEXT value. Source: RFC 5545, 3.3.11."""
    return words.translate(_ESCAPES)


def fold(line: str) -> bytes:
    """Return `line` with its end, in pieces of FOLD octets that cut no character. Source: RFC 5545, 3.1."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > FOLD:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
