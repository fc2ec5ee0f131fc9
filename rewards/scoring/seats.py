"""A seat taken for good in the campaign that the battle is about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rewards.scoring.record import Field, Record

KEY = "seats"
LABEL = pgettext_lazy("battle score", "seats")
HINT = _("A seat of the campaign, taken for good.")
SENTENCE = _("took a seat")
VERBS = ("register",)
NEEDS_CAMPAIGN = True


def count(record: Record, team_id: int, field: Field) -> int:
    """Return 1 for a seat of a team of the campaign."""
    del team_id
    return int(record.object_type == "buyteam" and record.object_id in field.buyteams)
