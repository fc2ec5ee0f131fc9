"""A published state of the whole economy."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """Everything in force from `published_at` until the next edition; `token` is what processes compare.

    `text` is the file as it was published, to read, compare and publish again; `by` is null for the command line.
    """

    number = models.AutoField(primary_key=True)
    token = models.CharField(max_length=12, unique=True)
    published_at = models.DateTimeField()
    text = models.TextField(blank=True)
    is_built_in = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("edition of the economy")
        verbose_name_plural = _("editions of the economy")

    def __str__(self) -> str:
        return f"edition {self.number}"
