"""One thing a member is told."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notification(models.Model):
    """A line in a member's inbox.

    `kind` names an entry of `inbox.registry`, which turns `data` into a sentence; `key` makes telling twice harmless;
    `url` is a path on this site, checked again when opened.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    url = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notification_told_once")]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_feed"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}"
