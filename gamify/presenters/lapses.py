"""What members are told of points that lapse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gamify.selectors import words
from lib import texts


def told(data: Mapping[str, Any], *, is_over: bool) -> str:
    """Return the line for the inbox: what will lapse, or did."""
    points = words.amount(data.get("amount", 0), texts.pick(data.get("names", {})))
    said = {"points": points, "day": words.day(date.fromisoformat(data["day"])) if "day" in data else ""}
    if is_over:
        return _("%(points)s lapsed unspent on %(day)s.") % said
    return _("%(points)s will lapse on %(day)s unless spent before.") % said
