"""A goal with a period."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gamify.models.definition import Definition, once_per_version


class Task(Definition):
    """Reach `goal` of `metric` within the member's own day or week, or once; `action` names the page that helps."""

    class Cycle(models.TextChoices):
        DAY = "day", _("Today")
        WEEK = "week", _("This week")
        ONCE = "once", _("Once")

    metric = models.CharField(max_length=40)
    goal = models.PositiveIntegerField()
    cycle = models.CharField(max_length=5, choices=Cycle.choices)
    action = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            *once_per_version("task"),
            models.CheckConstraint(condition=models.Q(goal__gte=1), name="task_goal_positive"),
        ]
