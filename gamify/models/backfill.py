"""A badge that counts what was done before it was published."""

from __future__ import annotations

from django.db import models

from gamify.models.badge import Badge


class Backfill(models.Model):
    """The work of counting for `badge`, player by player in the order of their ids: `reached` is the latest one."""

    badge = models.OneToOneField(Badge, models.CASCADE, primary_key=True, related_name="backfill")
    reached = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.badge_id}: {'done' if self.closed_at else self.reached}"
