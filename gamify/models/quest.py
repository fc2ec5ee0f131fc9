"""Ordered tasks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gamify.models.definition import Published, once_per_version


class Quest(Published):
    """A path of `steps`, each a task to be done once, one after the other.

    A step is kept as it stands in the economy's text: `key`, `verb`, `names`, `metric`, `goal`, and if need be `when`,
    `condition`, `descriptions`, `action`, `effects`. `after` are keys of quests that must be finished before, `badge`
    the key of the badge that finishing this one counts for.
    """

    steps = models.JSONField()
    after = models.JSONField(default=list, blank=True)
    badge = models.SlugField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("quest")
        verbose_name_plural = _("quests")
        constraints = once_per_version("quest")
