"""Words for somebody who is new here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rewards.scoring.record import Field, Record

KEY = "welcomes"
LABEL = pgettext_lazy("battle score", "welcomes")
HINT = _("An answer to somebody who joined in the last two weeks.")
SENTENCE = _("welcomed somebody new")
VERBS = ("comment",)
NEEDS_CAMPAIGN = False


def count(record: Record, team_id: int, field: Field) -> int:
    """Return 1 for a comment under the words of a newcomer who does not play for the same team."""
    author = record.data.get("post_author")
    return int(author in field.newcomers and field.is_outsider(author, team_id))
