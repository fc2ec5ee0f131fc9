"""A reader's answer without words."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.comment import Comment
from community.models.post import Post


class Reaction(models.Model):
    """One member's one reaction to one post or comment. The row stays when it is switched off (`is_on`), so that
    `round` can count how often it was switched on: each round is recorded, and undone, once. Count only those on."""

    class Kind(models.TextChoices):
        FELT = "felt", _("Felt it")
        HUG = "hug", _("A hug")
        CHEER = "cheer", _("Go on!")
        THANKS = "thanks", _("Thank you")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="given_reactions")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="given_reactions")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FELT)
    is_on = models.BooleanField(default=True)
    round = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "post"], condition=models.Q(comment=None), name="reaction_post_once"
            ),
            models.UniqueConstraint(
                fields=["user", "comment"], condition=models.Q(post=None), name="reaction_comment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(post=None, comment__isnull=False) | models.Q(post__isnull=False, comment=None),
                name="reaction_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"
