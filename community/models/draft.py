"""Words not yet said."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """One unsent text a person and intent (`new`, `new:<group>`, `reply:<post>`, `edit:<post>`), kept on the server.

    In `payload`, `window` names the page or device that wrote it, and `version` each keeping of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    intent = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "intent"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.intent}"
