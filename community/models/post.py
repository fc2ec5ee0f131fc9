"""What a member says in a group, how it felt, its pictures and its earlier versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.group import Group
from community.querysets import PostQuerySet
from lib import public_id


def held_or_out() -> models.Q:
    """What waits has waited since some time, and what is out waits no more."""
    return (~models.Q(state="held") | models.Q(held_at__isnull=False)) & (
        ~models.Q(state="published") | models.Q(held_at__isnull=True)
    )


class Post(models.Model):
    """A post. `body` is Markdown as written, `html` what is shown; `version` rises with everything a card shows.

    `created_at` and `id` order every feed; `hot` orders "for you" and is written by the service (ADR on feeds).
    `held_at` is since when it waits for a moderator's approval, also once it is deleted or removed instead.
    """

    class State(models.TextChoices):
        PUBLISHED = "published", _("Published")
        HELD = "held", _("Waits for a moderator")
        REMOVED = "removed", _("Removed by a moderator")
        DELETED = "deleted", _("Deleted by its author")

    class Type(models.TextChoices):
        NOTE = "note", _("Note")
        STORY = "story", _("Story")
        MILESTONE = "milestone", _("Milestone")
        QUESTION = "question", _("Question")
        REVIEW = "review", _("Review")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    brand = models.ForeignKey("accounts.Brand", models.PROTECT, null=True, blank=True, related_name="posts")
    key = models.CharField(max_length=64)
    type = models.CharField(max_length=12, choices=Type.choices, default=Type.NOTE)
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    version = models.PositiveIntegerField(default=1)
    comment_count = models.PositiveIntegerField(default=0)
    reaction_count = models.PositiveIntegerField(default=0)
    reactions = models.JSONField(default=dict)
    hot = models.FloatField(default=0)
    pinned_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="post_written_once"),
            models.CheckConstraint(condition=held_or_out(), name="post_held_or_out"),
        ]
        indexes = [
            models.Index(
                fields=["group", "-created_at", "-id"], condition=models.Q(state="published"), name="post_group_feed"
            ),
            models.Index(fields=["-created_at", "-id"], condition=models.Q(state="published"), name="post_latest"),
            models.Index(fields=["-hot", "-id"], condition=models.Q(state="published"), name="post_hot"),
            models.Index(fields=["author", "-created_at", "-id"], name="post_of_author"),
            models.Index(fields=["group"], condition=models.Q(pinned_at__isnull=False), name="post_pinned"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def standing(self) -> str:
        return self.state


class PostEmotion(models.Model):
    """One of the author's one or two emotions; `group` and `created_at` repeat the post's for the mood feeds."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="emotions")
    emotion = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField(default=0)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "emotion"], name="postemotion_once"),
            models.UniqueConstraint(fields=["post", "position"], name="postemotion_position_once"),
            models.CheckConstraint(condition=models.Q(position__lte=1), name="postemotion_two_at_most"),
        ]
        indexes = [
            models.Index(fields=["emotion", "-created_at", "-post"], name="postemotion_feed"),
            models.Index(fields=["group", "created_at"], name="postemotion_mood"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.emotion}"


class PostImage(models.Model):
    """A picture, re-encoded without metadata. Uploaded to a draft first (`post` empty), then bound to its post."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="images")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to="posts/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="postimage_position_once"),
            models.CheckConstraint(condition=models.Q(position__lte=3), name="postimage_four_at_most"),
        ]

    def __str__(self) -> str:
        return self.public_id


class PostRevision(models.Model):
    """A post as it was before an edit."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    emotions = models.JSONField(default=list)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="postrevision_once")]

    def __str__(self) -> str:
        return f"{self.post_id} #{self.number}"
