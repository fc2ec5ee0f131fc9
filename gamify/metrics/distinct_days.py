"""Count the member's own calendar days."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gamify.engine.happening import Happening

KEY = "distinct_days"
LABEL = _("different days")


def item(happening: Happening) -> str | None:
    """Return the day on the member's own calendar."""
    return happening.local_date.isoformat()
