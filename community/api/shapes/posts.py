"""Posts, their pictures and reactions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer, PersonSerializer
from community.models import Post, PostImage, Reaction
from community.selectors import card_posts, posts
from community.selectors.card_posts import CardPost
from community.selectors.streams import Row
from gamify.api.answering import AnswerSerializer
from gamify.services.answers import Answer
from lib.api.describing import page_of
from look.emotions import EMOTIONS

_FEELINGS = list(EMOTIONS)


@dataclass(frozen=True)
class Shown:
    """A post as this reader sees it; `why` says why it is in "for you"."""

    post: CardPost
    mine: str
    why: str = ""
    body: str = ""
    edition: int = 0
    state: str = Post.State.PUBLISHED


@dataclass(frozen=True)
class Published:
    """A post and what it earned."""

    post: Shown
    answer: Answer | None


class ImageSerializer(serializers.Serializer):
    """A picture; `url` is its page-sized file, `small_url` the one for lists."""

    id = serializers.CharField(source="public_id")
    url = serializers.SerializerMethodField()
    small_url = serializers.SerializerMethodField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()

    def get_url(self, image: PostImage) -> str:
        return reverse("community:image-show", args=[image.public_id])

    def get_small_url(self, image: PostImage) -> str:
        return reverse("community:image-small", args=[image.public_id])


class AuthorSerializer(PersonSerializer):
    """Who wrote it."""

    url = serializers.CharField()


class GroupRefSerializer(serializers.Serializer):
    """A group, in short."""

    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()


class PostSerializer(serializers.Serializer):
    """A post in a list."""

    id = serializers.CharField(source="post.public_id")
    url = serializers.CharField(source="post.url")
    author = AuthorSerializer(source="post.author")
    group = GroupRefSerializer(source="post.group")
    brand = BrandRefSerializer(source="post.brand", allow_null=True)
    type = serializers.ChoiceField(source="post.type.key", choices=Post.Type.values)
    title = serializers.CharField(source="post.title")
    html = serializers.CharField(source="post.html", help_text="Sanitised; made from the author's Markdown.")
    language = serializers.CharField(source="post.language", help_text="`en`, `zh-hans`, `ja`, or empty when unsure.")
    emotions = serializers.ListField(source="post.emotions", child=serializers.ChoiceField(choices=_FEELINGS))
    images = ImageSerializer(source="post.images", many=True)
    reactions = serializers.DictField(source="post.reactions", child=serializers.IntegerField())
    reaction_count = serializers.IntegerField(source="post.felt_count")
    my_reaction = serializers.CharField(source="mine", help_text="The reader's own, or empty.")
    comment_count = serializers.IntegerField(source="post.comment_count")
    published_at = serializers.DateTimeField(source="post.published_at")
    is_edited = serializers.BooleanField(source="post.is_edited")
    is_pinned = serializers.BooleanField(source="post.is_pinned")
    version = serializers.IntegerField(source="post.version", help_text="Rises with everything shown here.")
    why = serializers.CharField(help_text='Why it is in "for you"; else empty.')


class FullPostSerializer(PostSerializer):
    """A post with its source."""

    body = serializers.CharField(help_text="Markdown, as written.")
    edition = serializers.IntegerField(help_text="How often it was written; send it along when you edit.")
    state = serializers.ChoiceField(choices=Post.State.values, help_text="`held`: it waits for a moderator.")


class PublishedSerializer(serializers.Serializer):
    """A fresh post and the explained answer; that is null for who hides the game, and for a repeated request."""

    post = FullPostSerializer()
    answer = AnswerSerializer(allow_null=True)


class PictureSerializer(serializers.Serializer):
    """An uploaded picture to show, and what it shows in words."""

    id = serializers.CharField(source="public_id")
    alt = serializers.CharField(required=False, allow_blank=True, default="")


class CompositionSerializer(serializers.Serializer):
    """A post as its author hands it in."""

    body = serializers.CharField(
        allow_blank=True, trim_whitespace=False, help_text="Markdown; 20,000 characters at most."
    )
    emotions = serializers.ListField(
        child=serializers.CharField(), max_length=24, help_text="One or two of the twelve."
    )
    type = serializers.CharField(required=False, default="note")
    title = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    pictures = PictureSerializer(many=True, required=False, default=())
    brand = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="The slug of a brand I work for."
    )
    suggested = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        default=[],
        max_length=24,
        help_text="What `emotions/suggestions` named for it, so that suggestions learn from what is chosen.",
    )
    dismissed = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        default=[],
        max_length=24,
        help_text="What of it was sent away.",
    )


class NewPostSerializer(CompositionSerializer):
    """A new post."""

    group = serializers.CharField(help_text="The group's slug.")


class EditSerializer(CompositionSerializer):
    """A post as it should be now."""

    edition = serializers.IntegerField(min_value=1, help_text="The edition you started from.")


class EditionSerializer(serializers.Serializer):
    """A post's text as it was; `replaced_at` is null for the one shown now."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    body = serializers.CharField()
    emotions = serializers.ListField(child=serializers.CharField())
    replaced_at = serializers.DateTimeField(allow_null=True)


class ReactionSerializer(serializers.Serializer):
    """The kind of reaction: `felt`, `hug`, `cheer` or `thanks`."""

    kind = serializers.ChoiceField(choices=Reaction.Kind.values)


class ReactionResultSerializer(serializers.Serializer):
    """The reader's reaction now (empty for none), and everybody's."""

    kind = serializers.CharField()
    total = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="By kind; posts only.")


class UploadSerializer(serializers.Serializer):
    """A picture of at most 8 MB and 25 million pixels: JPEG, PNG, WebP or GIF."""

    file = serializers.FileField(allow_empty_file=True)
    alt = serializers.CharField(required=False, allow_blank=True, default="")


PostPage = page_of(PostSerializer)
EditionPage = page_of(EditionSerializer)


def shown(rows: Iterable[Row]) -> tuple[Shown, ...]:
    """Return the posts of a feed in its order. Queries: 3; none for an empty one."""
    rows = tuple(rows)
    cards = card_posts.for_cards(row.pk for row in rows) if rows else {}
    return tuple(Shown(cards[row.pk], row.felt, row.why) for row in rows if row.pk in cards)


def full(post: Post, viewer: object, edition: int) -> Shown:
    """Return a post with its source. Queries: 4 (3 for visitors)."""
    mine = posts.reactions_of(user=viewer, posts=[post.pk])  # type: ignore[arg-type]  # whoever asks
    card = card_posts.for_cards([post.pk])[post.pk]
    return Shown(card, mine.get(post.pk, ""), "", post.body, edition, post.state)
