"""The first answer to a request that may come again."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """One Idempotency-Key of one member. `status` is empty while the request is at work, since `claimed_at`.

    `fingerprint` is a hash of method, path and body: the key stands for this request and no other.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    body = models.TextField(blank=True)
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="keptanswer_once")]
        indexes = [models.Index(fields=["claimed_at"], name="keptanswer_age")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}: {self.status or 'at work'}"
