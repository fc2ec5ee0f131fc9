"""What happened, what waits to be processed, and what came out. The log is the engine's memory and its outbox."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.fields import DocumentField


class Activity(models.Model):
    """One fact: an actor did something to an object, perhaps inside a target such as a group.

    `verb` is an ActivityStreams 2.0 or xAPI word in small letters; `undo` mirrors what `undoes` earned.
    `local_date` is the actor's own calendar date, fixed when it was recorded.
    """

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="activities", db_index=False)
    verb = models.CharField(max_length=20)
    object_type = models.CharField(max_length=20)
    object_id = models.CharField(max_length=40)
    target_type = models.CharField(max_length=20, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    occurred_at = models.DateTimeField()
    local_date = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="activity_recorded_once")]
        indexes = [
            models.Index(fields=["actor", "-id"], name="activity_of_actor"),
            models.Index(fields=["object_type", "object_id"], name="activity_of_object"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.verb} {self.object_type}:{self.object_id}"

    def known_outcome(self) -> Outcome | None:
        """Return the outcome that was loaded or made with this object, without a query."""
        found: Outcome | None = self._state.fields_cache.get("outcome")
        return found


class Waiting(models.Model):
    """A recorded activity that nobody has processed: written with it, deleted with its outcome's writing."""

    activity = models.OneToOneField(
        Activity, models.CASCADE, primary_key=True, related_name="waiting", db_constraint=False
    )

    class Meta:
        verbose_name_plural = "waiting"

    def __str__(self) -> str:
        return str(self.activity_id)


class Outcome(models.Model):
    """What a processed activity meant: `document` is the explained answer, effects given and rules that did not fire.

    `sequence` numbers the processed activities of one actor from 1.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, primary_key=True, related_name="outcome", db_constraint=False
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    sequence = models.BigIntegerField()
    document = DocumentField()
    processed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "sequence"], name="outcome_numbered_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.sequence}"
