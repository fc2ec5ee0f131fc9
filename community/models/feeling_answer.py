"""What an author answered to a suggested feeling."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.post import Post


class FeelingAnswer(models.Model):
    """What its author did with a feeling for their post: took or sent away what was suggested, or chose it themselves.

    Kept for posts to which something was suggested, so that suggestions can learn; shown to nobody and worth nothing.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Suggested and chosen")
        DISMISSED = "dismissed", _("Suggested and sent away")
        AUTHOR = "author", _("Chosen without being suggested")

    post = models.ForeignKey(Post, models.CASCADE, related_name="feeling_answers")
    emotion = models.CharField(max_length=12)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    model_id = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "emotion"], name="feelinganswer_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.emotion} {self.answer}"
