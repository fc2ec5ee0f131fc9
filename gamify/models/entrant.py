"""Who takes part in a challenge, alone or in a team, and what they did for it."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gamify.machines import SUBMISSION
from gamify.models.challenge import Challenge, ChallengeTask
from gamify.models.move import Machine
from lib import public_id
from lib.machines.paths import Paths


class ChallengeTeam(models.Model):
    """People who do the tasks of a challenge together. `members` is guarded; the rest is what the fold says."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="teams", db_index=False)
    name = models.CharField(max_length=60)
    captain = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    members = models.PositiveSmallIntegerField(default=0)
    most_members = models.PositiveSmallIntegerField()
    score = models.PositiveIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    reached_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge", "name"], name="challengeteam_name"),
            models.CheckConstraint(condition=Q(members__lte=F("most_members")), name="challengeteam_never_overfull"),
        ]
        indexes = [models.Index(fields=["challenge", "-score", "reached_at", "id"], name="challengeteam_order")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_full(self) -> bool:
        return self.members >= self.most_members


class Entrant(models.Model):
    """Somebody who takes part: what they do from `entered_at` on counts.

    `score`, `done` (tasks that reached their goal), `reached_at` (when the score was reached) and `finished_at` are
    what the fold of their marks says; in a team, those of the team decide. `place` is set at the freeze. Who has left
    (`left_at`) wins nothing; what they did for a team stays with it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="entrants", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="challenges", db_index=False)
    team = models.ForeignKey(ChallengeTeam, models.PROTECT, null=True, blank=True, related_name="roster")
    score = models.PositiveIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    reached_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    place = models.PositiveIntegerField(null=True, blank=True)
    story = models.CharField(max_length=500, blank=True)
    story_hidden = models.BooleanField(default=False)
    story_image = models.ImageField(
        upload_to="challenges/", blank=True, width_field="story_width", height_field="story_height"
    )
    story_width = models.PositiveIntegerField(default=0)
    story_height = models.PositiveIntegerField(default=0)
    story_alt = models.CharField(max_length=300, blank=True)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "user"], name="entrant_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="entrant_of_user"),
            models.Index(fields=["challenge", "-score", "reached_at", "id"], name="entrant_order"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.challenge_id}"

    @property
    def story_stem(self) -> str:
        """What names the file of the picture in its address."""
        return PurePath(self.story_image.name).stem if self.story_image else ""


class EntrantProgress(models.Model):
    """How many units an entrant has of a task, and when the latest that counts was done: what the fold says."""

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="progress", db_index=False)
    task = models.ForeignKey(ChallengeTask, models.CASCADE, related_name="+", db_index=False)
    units = models.PositiveIntegerField(default=0)
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "entrant progress"
        constraints = [models.UniqueConstraint(fields=["entrant", "task"], name="entrantprogress_once")]

    def __str__(self) -> str:
        return f"{self.entrant_id}/{self.task_id}: {self.units}"


class Submission(Machine):
    """What an entrant hands in as the proof of a task. Refused once, one may try once more until `retry_until`.

    Nobody reviews their own; what nobody answered by `due_at` counts as accepted.
    """

    KIND: ClassVar[str] = "submission"
    PATHS: ClassVar[Paths] = SUBMISSION

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    entrant = models.ForeignKey(Entrant, models.PROTECT, related_name="submissions", db_index=False)
    task = models.ForeignKey(ChallengeTask, models.PROTECT, related_name="submissions")
    attempt = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    image = models.ImageField(upload_to="challenges/", blank=True, width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    retry_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entrant", "task", "attempt"], name="submission_attempt"),
            models.UniqueConstraint(
                fields=["entrant", "task"], condition=~Q(state="refused"), name="submission_one_that_stands"
            ),
            models.CheckConstraint(condition=Q(attempt__gte=1, attempt__lte=2), name="submission_two_attempts"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="submission_waiting")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def stem(self) -> str:
        """What names the file of the picture in its address."""
        return PurePath(self.image.name).stem if self.image else ""


class Mark(models.Model):
    """`units` that somebody gave a task: append-only; from an activity of the record, or from an accepted submission.

    An undo is a mark of its own with -1, which carries cause, item, day and moment of what it takes back. `item` is
    what must be different for the metric to count it, "" when nothing must.
    """

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="marks", db_index=False)
    task = models.ForeignKey(ChallengeTask, models.PROTECT, related_name="+", db_index=False)
    entrant = models.ForeignKey(Entrant, models.PROTECT, related_name="marks", db_index=False)
    units = models.SmallIntegerField()
    item = models.CharField(max_length=40, blank=True)
    activity_id = models.BigIntegerField(null=True)
    cause_id = models.BigIntegerField(null=True)
    submission = models.OneToOneField(Submission, models.PROTECT, null=True, related_name="mark")
    day = models.DateField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge", "activity_id", "task"], name="mark_once"),
            models.CheckConstraint(condition=Q(units__in=[1, -1]), name="mark_moves_one"),
            models.CheckConstraint(
                condition=Q(activity_id=None, submission__gt=0) | Q(activity_id__gt=0, submission=None),
                name="mark_has_one_cause",
            ),
        ]
        indexes = [models.Index(fields=["entrant", "id"], name="mark_of_entrant")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.units:+} of {self.entrant_id}"
