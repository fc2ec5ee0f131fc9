"""Somebody whose posts a member does not want to miss."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Follow(models.Model):
    """`by` follows `person`. Nobody but `by` ever learns of it, and nobody's followers are counted."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "person"], name="follow_once"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="follow_another"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} follows {self.person_id}"
