"""Counters of one member, keyed by what they count for and by the member's own period."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Progress(models.Model):
    """How far a member is: `subject` is `rule/<key>`, `task/<key>`, `badge/<key>`, `quest/<key>`, `day`, or
    `step/<quest>/<key>`.

    `period` is "" for ever, a local date (`2026-11-22`) or a local ISO week (`2026-W47`); metrics that count different
    things once keep a row for each thing, `<period>/item:<id>`. A value is the number of contributions that have not
    been undone. `settled_by` is the activity that completed or reopened the row, at definition `version`: its ledger
    entries are what the next undo or redo mirrors.
    """

    pk = models.CompositePrimaryKey("user", "subject", "period")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="progress", db_index=False, db_constraint=False
    )
    subject = models.CharField(max_length=60)
    period = models.CharField(max_length=60, blank=True)
    value = models.BigIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "gamify.Activity", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    version = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name_plural = "progress"
        constraints = [
            models.CheckConstraint(condition=models.Q(value__gte=0), name="progress_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.subject} {self.period}: {self.value}"
