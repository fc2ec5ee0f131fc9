"""A key with which a program speaks for the person who made it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from lib import public_id


class ApiKey(models.Model):
    """What Hearth keeps of a key: never the key itself, of which `digest` is the SHA-256.

    It acts as `owner` within `scopes`; with a `brand` for that brand's work alone. `prefix` and `tail` are letters of
    it for people who look for it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_keys")
    brand = models.ForeignKey(Brand, models.CASCADE, null=True, blank=True, related_name="api_keys")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=8)
    tail = models.CharField(max_length=4)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="apikey_has_a_name"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="apikey_lasts"),
            models.CheckConstraint(
                condition=Q(revoked_by=None) | Q(revoked_at__isnull=False), name="apikey_revoked_at_some_time"
            ),
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """Return as much of the key as anybody may see of it again."""
        return f"hearth_{self.prefix}_…{self.tail}"

    def is_live(self, now: datetime) -> bool:
        """Say whether it opens anything now."""
        return self.revoked_at is None and self.expires_at > now


class KeyAct(models.Model):
    """A write that was let in with a key: what was asked, and how it was answered."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="acts", db_index=False)
    operation = models.CharField(max_length=60)
    path = models.CharField(max_length=200)
    status = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key", "-id"], name="keyact_of_key"),
            models.Index(fields=["at"], name="keyact_age"),
        ]

    def __str__(self) -> str:
        return f"{self.operation}: {self.status}"
