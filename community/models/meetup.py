"""When and where the people of a group meet, and who comes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models.group import Group
from community.models.post import Post
from community.querysets import MeetupQuerySet
from lib import public_id


class Meetup(models.Model):
    """A meetup of a group. It has a `venue` in words, a `link`, or both; `places` None: as many as like.

    `coming` is guarded and never more than `places`. `edition` rises with everything that a calendar should hear of.
    `reminds_at` is when those who come are reminded, None once that is done or not needed.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="meetups", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=500, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveIntegerField(null=True, blank=True)
    coming = models.PositiveIntegerField(default=0)
    edition = models.PositiveIntegerField(default=1)
    reminds_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = MeetupQuerySet.as_manager()

    class Meta:
        verbose_name = _("meetup")
        verbose_name_plural = _("meetups")
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="meetup_begun_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="meetup_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(places=None) | Q(coming__lte=F("places")), name="meetup_never_overfull"),
        ]
        indexes = [
            models.Index(fields=["group", "begins_at", "id"], name="meetup_of_group"),
            models.Index(fields=["reminds_at"], condition=Q(reminds_at__isnull=False), name="meetup_reminds"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None

    @property
    def is_published(self) -> bool:
        return self.standing == Post.State.PUBLISHED

    @property
    def standing(self) -> str:
        if not self.title:  # gone with its author's account
            return Post.State.DELETED
        return Post.State.PUBLISHED if self.removed_at is None else Post.State.REMOVED

    @property
    def free(self) -> int | None:
        """How many places are left, None where nobody counts them."""
        return None if self.places is None else self.places - self.coming

    @property
    def is_full(self) -> bool:
        return self.free == 0

    def has_begun(self, now: datetime) -> bool:
        return self.begins_at <= now

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now


class Attendance(models.Model):
    """Whether one member comes to one meetup: one row a pair for ever. `asked_at` orders those who wait.

    `presence` is whether they were there: what is not said is unknown, not "no".
    """

    class State(models.TextChoices):
        COMING = "coming", _("Is coming")
        WAITING = "waiting", _("Waits for a place")
        AWAY = "away", _("Is not coming")

    class Presence(models.TextChoices):
        UNSAID = "", _("Nobody said")
        SAID = "said", _("Was there")
        OWN = "own", _("Was there, by their own word")

    meetup = models.ForeignKey(Meetup, models.CASCADE, related_name="attendances", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices)
    asked_at = models.DateTimeField()
    presence = models.CharField(max_length=4, choices=Presence.choices, blank=True, default=Presence.UNSAID)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meetup", "user"], name="attendance_once")]
        indexes = [
            models.Index(fields=["meetup", "state", "asked_at", "id"], name="attendance_of_meetup"),
            models.Index(fields=["user", "state"], name="attendance_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.meetup_id}: {self.state}"


class Telling(models.Model):
    """What is yet to be told of a meetup: to those of its audience whose id is above `told_to`, but `by`, who did it.

    `name` is the key of their lines.
    """

    meetup = models.ForeignKey(Meetup, models.CASCADE, related_name="+")
    what = models.CharField(max_length=16)
    name = models.CharField(max_length=120, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    told_to = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
