"""Words that gather posts."""

from __future__ import annotations

from django.db import models

from community.models.post import Post


class Hashtag(models.Model):
    """A tag, folded to one spelling; `text` is how it was first written."""

    slug = models.CharField(max_length=40, unique=True)
    text = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"#{self.text}"


class PostHashtag(models.Model):
    """A tag found in a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="hashtags")
    hashtag = models.ForeignKey(Hashtag, models.CASCADE, related_name="posts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "hashtag"], name="posthashtag_once")]
        indexes = [models.Index(fields=["hashtag", "-post"], name="posthashtag_feed")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.hashtag_id}"
