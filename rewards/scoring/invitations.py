"""Friends who stayed: an invitation counts on the day on which that is certain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rewards.scoring.record import Field, Record

KEY = "invitations"
LABEL = pgettext_lazy("battle score", "invitations")
HINT = _("A friend who came by your link has stayed for two weeks.")
SENTENCE = _("brought a friend who stayed")
VERBS = ("invite",)
NEEDS_CAMPAIGN = False


def count(record: Record, team_id: int, field: Field) -> int:
    """Return 1 for a friend who does not play for the same team."""
    return int(field.is_outsider(record.data.get("newcomer"), team_id))
