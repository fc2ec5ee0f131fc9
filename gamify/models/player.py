"""The engine's one row for a member."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Player(models.Model):
    """The row that is locked while a member's activities are decided, so that each sees the one before.

    `sequence` is the number of the latest processed activity; `seen_sequence` the latest whose gains were shown.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="player")
    level = models.PositiveIntegerField(default=1)
    sequence = models.BigIntegerField(default=0)
    seen_sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id} at level {self.level}"
