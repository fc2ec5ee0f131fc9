"""Steps of growth."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib import texts


class Level(models.Model):
    """Level `number` opens at `threshold` growth; level 1 opens at 0."""

    number = models.PositiveIntegerField(primary_key=True)
    threshold = models.PositiveBigIntegerField(unique=True)
    names = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")

    def __str__(self) -> str:
        return f"{self.number} from {self.threshold}"

    @property
    def name(self) -> str:
        return texts.pick(self.names)
