"""Asking somebody else to look at a decision again: the appeal's own part of its case, and what both sides write."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from community.models.case import Case, ModlogEntry


class Appeal(models.Model):
    """A member's appeal against a line of the log that is about them; once for each decision.

    `is_for_staff` says whose it is: the group's moderators', without who decided, or the staff's.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="appeal")
    decision = models.OneToOneField(ModlogEntry, models.PROTECT, related_name="appeal")
    due_at = models.DateTimeField()
    is_for_staff = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}"


class AppealMessage(models.Model):
    """What one side wrote to the other; the first is the appeal itself. The database refuses to change a row."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["appeal", "id"], name="appealmessage_thread")]

    def __str__(self) -> str:
        return f"{self.author_id} in {self.appeal_id}"
