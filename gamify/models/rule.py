"""What an activity earns."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gamify.models.definition import Definition, once_per_version


class Rule(Definition):
    """Trigger and conditions to effects, at most `cap_times` in each `cap_cycle`, with `cooldown_seconds` between."""

    class Cycle(models.TextChoices):
        DAY = "day", _("a day")
        WEEK = "week", _("a week")
        EVER = "ever", _("in all")

    cap_times = models.PositiveIntegerField(null=True, blank=True)
    cap_cycle = models.CharField(max_length=5, choices=Cycle.choices, default=Cycle.DAY)
    cooldown_seconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = once_per_version("rule")
