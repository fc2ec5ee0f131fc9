"""Words that somebody outside the team felt: what one's own team likes counts for nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rewards.scoring.record import Field, Record

KEY = "stories"
LABEL = pgettext_lazy("battle score", "stories")
HINT = _("Somebody who does not play for your team felt what you wrote.")
SENTENCE = _("wrote something that others felt")
VERBS = ("receive",)
NEEDS_CAMPAIGN = False


def count(record: Record, team_id: int, field: Field) -> int:
    """Return 1 when the one who felt it plays for another team or for none."""
    return int(field.is_outsider(record.data.get("from"), team_id))
