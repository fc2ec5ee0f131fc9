"""Posts as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from accounts.models import User
from community import post_types
from community.models import Group, Post, PostEmotion, PostImage, PostRevision, Reaction
from community.post_types import PostType
from community.services import text
from lib import errors

if TYPE_CHECKING:
    from community.querysets import Viewer

V = TypeVar("V")


@dataclass(frozen=True)
class Person:
    """Who wrote something."""

    public_id: str
    handle: str
    display_name: str


@dataclass(frozen=True)
class Place:
    """The group or brand something was written for."""

    slug: str
    name: str
    visibility: str = ""


@dataclass(frozen=True)
class Image:
    """A picture of a post."""

    public_id: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class PostCard:
    """All that a card shows of a post, the same for everybody who may read it."""

    pk: int
    public_id: str
    version: int
    author: Person
    group: Place
    brand: Place | None
    type: PostType
    title: str
    excerpt: str
    html: str
    language: str
    state: str
    emotions: tuple[str, ...]
    images: tuple[Image, ...]
    reaction_count: int
    reactions: Mapping[str, int]
    comment_count: int
    is_pinned: bool
    is_longer: bool
    created_at: datetime
    edited_at: datetime | None


@dataclass(frozen=True)
class Edition:
    """A post's text as it was until `replaced_at` (None for the one shown now)."""

    number: int
    title: str
    body: str
    emotions: tuple[str, ...]
    replaced_at: datetime | None


def get(*, public_id: str, user: Viewer) -> Post:
    """Return a published post that `user` may read, with author, group and brand. Queries: 1.

    Raises: NotFound, whether there is no such post or it is not theirs to know.
    """
    rows = Post.objects.visible_to(user).select_related("author", "group", "brand")
    post = rows.filter(public_id=public_id).first() if public_id.isalnum() else None
    if post is None:
        raise errors.NotFound(code="community.post_not_found")
    return post


def get_own(*, public_id: str, user: User) -> Post:
    """Return a post of `user` whatever its state, as long as they may read its group. Queries: 1."""
    rows = Post.objects.filter(author=user).select_related("author", "group", "brand")
    post = rows.filter(public_id=public_id, group__in=Group.objects.readable_by(user)).first() if public_id.isalnum() else None
    if post is None:
        raise errors.NotFound(code="community.post_not_found")
    return post


def cards(*, posts: Iterable[int]) -> dict[int, PostCard]:
    """Return the cards of posts by their primary keys; who may see them is the caller's question. Queries: 3."""
    wanted = list(posts)
    rows = Post.objects.filter(pk__in=wanted).select_related("author", "group", "brand")
    emotions = _grouped(PostEmotion.objects.filter(post__in=wanted).order_by("position").values_list("post_id", "emotion"))
    images = _grouped(
        (image.post_id, Image(image.public_id, image.alt, image.width, image.height))
        for image in PostImage.objects.filter(post__in=wanted).order_by("position")
    )
    return {row.pk: _card(row, tuple(emotions.get(row.pk, ())), tuple(images.get(row.pk, ()))) for row in rows}


def reactions_of(*, user: Viewer, posts: Iterable[int]) -> dict[int, str]:
    """Return which of `posts` the person reacted to, and how. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return {}
    given = Reaction.objects.filter(user=user, post__in=list(posts), is_on=True)
    return {post: kind for post, kind in given.values_list("post_id", "kind") if post is not None}


def editions(*, post: Post, emotions: tuple[str, ...]) -> tuple[Edition, ...]:
    """Return the post's texts, the one shown now first. Queries: 1."""
    earlier = [
        Edition(row.number, row.title, row.body, tuple(row.emotions), row.replaced_at)
        for row in PostRevision.objects.filter(post=post).order_by("-number")
    ]
    return (Edition(len(earlier) + 1, post.title, post.body, emotions, None), *earlier)


def _grouped(pairs: Iterable[tuple[int | None, V]]) -> dict[int, list[V]]:
    found: dict[int, list[V]] = {}
    for post, value in pairs:
        if post is not None:
            found.setdefault(post, []).append(value)
    return found


def _card(post: Post, emotions: tuple[str, ...], images: tuple[Image, ...]) -> PostCard:
    excerpt = text.excerpt(post.html)
    return PostCard(
        pk=post.pk,
        public_id=post.public_id,
        version=post.version,
        author=Person(post.author.public_id, post.author.handle, post.author.display_name),
        group=Place(post.group.slug, post.group.name, post.group.visibility),
        brand=Place(post.brand.slug, post.brand.name) if post.brand else None,
        type=post_types.get(post.type),
        title=post.title,
        excerpt=excerpt,
        html=post.html,
        language=post.language,
        state=post.state,
        emotions=emotions,
        images=images,
        reaction_count=post.reaction_count,
        reactions=post.reactions,
        comment_count=post.comment_count,
        is_pinned=post.pinned_at is not None,
        is_longer=excerpt.endswith("…"),
        created_at=post.created_at,
        edited_at=post.edited_at,
    )
