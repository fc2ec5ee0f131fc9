"""Count different groups; what happens outside any group does not count."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gamify.engine.happening import Happening

KEY = "distinct_groups"
LABEL = _("different groups")


def item(happening: Happening) -> str | None:
    """Return the group, None outside any."""
    return happening.target_id if happening.target_type == "group" and happening.target_id else None
