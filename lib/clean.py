"""Hostile text made safe to store: the same answer on SQLite and PostgreSQL."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _, ngettext_lazy

from lib import errors

LARGEST = 2**63
# What turns the line around, is not shown, or cannot stand in XML, as which feeds are read.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\u00ad\u3164\u115f\u1160]+")


def has_forbidden(text: str) -> bool:
    """Say whether `text` holds NUL, control characters or a lone surrogate, which no database should keep."""
    return "\x00" in text or bool(_SURROGATE.search(text))


def is_storable(body: Any) -> bool:
    """Say whether both databases can keep every text and number of `body`."""
    waiting = [body]
    while waiting:
        part = waiting.pop()
        match part:
            case str() if has_forbidden(part):
                return False
            case int() if not -LARGEST <= part < LARGEST:
                return False
            case float() if not math.isfinite(part):  # "1e999" is one
                return False
            case dict():
                waiting += [*part.keys(), *part.values()]
            case list():
                waiting += part
    return True


def line(text: str, *, field: str, most: int, least: int = 0) -> str:
    """Return `text` as one clean NFC line.

    Raises:
        Invalid: naming `field`, when it is shorter than `least` visible characters, longer than `most`
            characters, or holds NUL or a lone surrogate.
    """
    kept = " ".join(_keep(text, field).split())
    return _check_length(kept, field, most, least)


def block(text: str, *, field: str, most: int, least: int = 0) -> str:
    """Return `text` as clean NFC paragraphs with `\\n` line ends; raises like `line`."""
    kept = _keep(text.replace("\r\n", "\n").replace("\r", "\n"), field).strip()
    return _check_length(kept, field, most, least)


def sought(text: str, *, most: int) -> str:
    """Return the beginning of what somebody looks for, without the characters that no database can hold."""
    return _SURROGATE.sub("", text.replace("\x00", ""))[:most].strip()


def _keep(text: str, field: str) -> str:
    if has_forbidden(text):
        raise errors.Invalid(fields={field: _("This text holds characters that cannot be stored.")})
    return _CONTROL.sub("", unicodedata.normalize("NFC", text))


def _check_length(text: str, field: str, most: int, least: int) -> str:
    if len(text) > most:
        over = {"over": len(text) - most, "most": most}
        said = ngettext_lazy(
            "This is %(over)s character over the limit of %(most)s.",
            "This is %(over)s characters over the limit of %(most)s.",
            "over",
        )
        raise errors.Invalid(fields={field: said % over})
    if least and len(_INVISIBLE.sub("", text)) < least:
        some = _("Please write something here.")
        more = _("Please write at least %(least)s characters.") % {"least": least}
        raise errors.Invalid(fields={field: some if least == 1 else more})
    return text
