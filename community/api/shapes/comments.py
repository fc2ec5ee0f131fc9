"""Comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community.models import Post
from community.selectors.comments import Node
from gamify.api.answering import AnswerSerializer
from lib.api.describing import page_of


class CommentSerializer(serializers.Serializer):
    """A comment in its conversation: in reading order, `depth` below the one it answers. One that is gone keeps its
    place for the answers under it."""

    id = serializers.CharField(source="public_id")
    parent = serializers.CharField(allow_null=True, help_text="The comment it answers; null for one on the post.")  # type: ignore[assignment]  # the member is called so
    depth = serializers.IntegerField()
    author = PersonSerializer(allow_null=True, help_text="Null when the comment is gone.")
    html = serializers.CharField()
    state = serializers.ChoiceField(choices=Post.State.values)
    version = serializers.IntegerField()
    reaction_count = serializers.IntegerField()
    my_reaction = serializers.CharField(source="reaction")
    is_mine = serializers.BooleanField()
    is_hidden = serializers.BooleanField(help_text="Whether I hid its author: show it folded, to be opened.")
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class FullCommentSerializer(serializers.Serializer):
    """A comment with its source."""

    id = serializers.CharField(source="public_id")
    post = serializers.CharField(source="post.public_id")
    parent = serializers.CharField(source="parent.public_id", default=None, allow_null=True)  # type: ignore[assignment]  # the member is called so
    depth = serializers.IntegerField()
    author = PersonSerializer()
    body = serializers.CharField(help_text="Markdown, as written.")
    html = serializers.CharField()
    state = serializers.ChoiceField(choices=Post.State.values, help_text="`held`: it waits for a moderator.")
    version = serializers.IntegerField(help_text="Send it along when you edit.")
    reaction_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class WrittenSerializer(serializers.Serializer):
    """A fresh comment and the explained answer; that is null for who hides the game, and for a repeated request."""

    comment = FullCommentSerializer()
    answer = AnswerSerializer(allow_null=True)


class NewCommentSerializer(serializers.Serializer):
    """A comment on a post, or an answer to another comment."""

    body = serializers.CharField(
        allow_blank=True, trim_whitespace=False, help_text="Markdown; 4,000 characters at most."
    )
    parent = serializers.CharField(required=False, allow_blank=True, default="", help_text="The comment it answers.")  # type: ignore[assignment]  # the member is called so


class CommentEditSerializer(serializers.Serializer):
    """A comment as it should be now."""

    body = serializers.CharField(allow_blank=True, trim_whitespace=False)
    version = serializers.IntegerField(min_value=1, help_text="The version you started from.")


CommentPage = page_of(CommentSerializer)
FoundCommentPage = page_of(FullCommentSerializer)


def in_order(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield a tree in reading order."""
    for node in nodes:
        yield node
        yield from in_order(node.answers)
