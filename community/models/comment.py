"""What is said under a post."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.group import Group
from community.models.post import Post, held_or_out
from lib import public_id


class Comment(models.Model):
    """A comment in a tree. `path` is the parents' ids in base 36, zero-padded: one index gives reading order.

    `held_at`: as of a post.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    key = models.CharField(max_length=64)
    path = models.CharField(max_length=64, blank=True)
    depth = models.PositiveSmallIntegerField(default=0)
    body = models.TextField()
    html = models.TextField()
    state = models.CharField(max_length=10, choices=Post.State.choices, default=Post.State.PUBLISHED)
    version = models.PositiveIntegerField(default=1)
    reaction_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="comment_written_once"),
            models.CheckConstraint(condition=models.Q(depth__lte=4), name="comment_depth"),
            models.CheckConstraint(condition=held_or_out(), name="comment_held_or_out"),
        ]
        indexes = [models.Index(fields=["post", "path", "id"], name="comment_tree")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_published(self) -> bool:
        return self.state == Post.State.PUBLISHED

    @property
    def is_held(self) -> bool:
        return self.state == Post.State.HELD

    @property
    def standing(self) -> str:
        return self.state

    @property
    def group(self) -> Group:
        return self.post.group
