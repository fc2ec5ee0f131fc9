"""Tasks that were completed while the battle ran."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rewards.scoring.record import Field, Record

KEY = "tasks"
LABEL = pgettext_lazy("battle score", "tasks")
HINT = _("A task of the day or the week, done.")
SENTENCE = _("finished a task")
VERBS = ()  # whatever completed it
NEEDS_CAMPAIGN = False


def count(record: Record, team_id: int, field: Field) -> int:
    """Return how many tasks it completed."""
    del team_id, field
    return len(record.tasks)
