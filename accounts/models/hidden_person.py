"""Somebody whose words a member does not want to see."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class HiddenPerson(models.Model):
    """`by` hid what `person` writes. Nobody but `by` ever learns of it, neither `person` nor any moderator."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "person"], name="hidden_person_once"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="hidden_person_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} hid {self.person_id}"
