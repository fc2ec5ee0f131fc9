"""What a member wants to be told, and where."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Preference(models.Model):
    """A member's own answer for one kind and one channel; without a row the kind's default holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    is_on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.channel}: {self.is_on}"
