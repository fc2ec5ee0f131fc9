"""What a post's card shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import Brand, User
from community import paths, post_types
from community.models import Group, Post, PostImage
from community.post_types import PostType
from community.selectors import mentions
from community.services import text, words

# What `.post-lines` shows: three lines, of so many columns in the feed and on a small phone.
LINES, WIDE, NARROW = 3, 68, 36


@dataclass(frozen=True)
class Who:
    """An author as the avatar element wants it."""

    public_id: str
    display_name: str
    url: str
    handle: str
    is_staff: bool


@dataclass(frozen=True)
class Where:
    """A group or brand as a card names it."""

    name: str
    url: str
    slug: str


@dataclass(frozen=True)
class CardPost:
    """A post as `community/post/card.html` draws it; nothing in it depends on who looks."""

    pk: int
    public_id: str
    version: int
    url: str
    author: Who
    group: Where
    brand: Where | None
    type: PostType
    title: str
    excerpt: str
    is_longer: bool
    is_longer_on_phones: bool
    html: str
    language: str
    emotions: tuple[str, ...]
    images: tuple[PostImage, ...]
    felt_count: int
    reactions: Mapping[str, int]
    comment_count: int
    published_at: datetime
    is_edited: bool
    is_pinned: bool


def for_cards(pks: Iterable[int]) -> dict[int, CardPost]:
    """Return the posts by primary key, in the active language. Queries: 3, and those of `mentions`."""
    posts = Post.objects.filter(pk__in=tuple(pks)).select_related("author", "group", "brand")
    return {post.pk: _card(post) for post in mentions.fill(posts.prefetch_related("emotions", "images"))}


def _card(post: Post) -> CardPost:
    excerpt = text.excerpt(post.html)
    return CardPost(
        pk=post.pk,
        public_id=post.public_id,
        version=post.version,
        url=paths.of_post(post),
        author=_who(post.author),
        group=_where(post.group, "community:group-detail"),
        brand=_brand(post.brand) if post.brand else None,
        type=post_types.get(post.type),
        title=post.title,
        excerpt=excerpt,
        is_longer=excerpt.endswith("…") or words.lines(excerpt, WIDE) > LINES,
        is_longer_on_phones=words.lines(excerpt, NARROW) > LINES,
        html=post.html,
        language=post.language,
        emotions=tuple(row.emotion for row in sorted(post.emotions.all(), key=lambda row: row.position)),
        images=tuple(sorted(post.images.all(), key=lambda image: image.position)),
        felt_count=post.reaction_count,
        reactions=post.reactions,
        comment_count=post.comment_count,
        published_at=post.created_at,
        is_edited=post.edited_at is not None,
        is_pinned=post.pinned_at is not None,
    )


def _who(user: User) -> Who:
    return Who(
        user.public_id, user.display_name, reverse("accounts:profile", args=[user.handle]), user.handle, user.is_staff
    )


def _where(place: Group | Brand, page: str) -> Where:
    return Where(place.name, reverse(page, args=[place.slug]), place.slug)


def _brand(brand: Brand) -> Where:
    return Where(brand.name, reverse("accounts:brand", args=[brand.slug]), brand.slug)
