"""A live subject and its version, which only grows."""

from __future__ import annotations

from django.db import models


class Topic(models.Model):
    """One name such as `group:7:feed`; `version` rises in the transaction that changes what the name stands for."""

    name = models.CharField(max_length=80, primary_key=True)
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(version__gte=0), name="topic_version_not_negative")]

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"
