"""What rules, tasks, badges and quests have in common: a versioned definition kept as data."""

from __future__ import annotations

from django.db import models

from lib import texts


class Published(models.Model):
    """A published version of something that gives `effects`.

    These are listed: `[{"kind": "points", "currency": "growth", "amount": 10}]`. Texts are kept per language. A version
    never changes once published; a new one retires it.
    """

    key = models.SlugField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    effects = models.JSONField(default=list)
    names = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.key}@{self.version}"

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def description(self) -> str:
        return texts.pick(self.descriptions)


class Definition(Published):
    """What reacts to activities.

    `verb` selects them; `when` holds plain comparisons (`{"data.images": {"gte": 1}}`) that are cheap to test;
    `condition` is a CEL expression for the rest, empty when there is none.
    """

    verb = models.CharField(max_length=20)
    when = models.JSONField(default=dict, blank=True)
    condition = models.TextField(blank=True)

    class Meta(Published.Meta):
        abstract = True


def once_per_version(model: str) -> list[models.BaseConstraint]:
    """Return the constraints of a definition: one row a version, one version in force."""
    return [
        models.UniqueConstraint(fields=["key", "version"], name=f"{model}_version_once"),
        models.UniqueConstraint(fields=["key"], condition=models.Q(retired_at=None), name=f"{model}_one_in_force"),
    ]
