"""The terms by which posts and comments are found (`lib.search_terms`)."""

from __future__ import annotations

from django.db import models

from community.models.comment import Comment
from community.models.post import Post
from lib import search_terms


class PostTerm(models.Model):
    """A term of a post's title, body or descriptions of pictures. Derived: `manage.py index_texts` writes them anew."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="terms")
    term = models.CharField(max_length=search_terms.LENGTH)
    in_title = models.BooleanField(db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "post"], name="postterm_once")]
        indexes = [models.Index(fields=["term", "post"], condition=models.Q(in_title=True), name="postterm_titled")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.term}"


class CommentTerm(models.Model):
    """A term of a comment. Derived like a post's."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="terms")
    term = models.CharField(max_length=search_terms.LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "comment"], name="commentterm_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.term}"
