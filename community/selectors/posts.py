"""Posts as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Group, Post, PostEmotion, PostRevision, Reaction
from lib import errors

if TYPE_CHECKING:
    from community.querysets import Viewer

EDITIONS = 20
LATEST = 20


@dataclass(frozen=True)
class Person:
    """Who wrote something."""

    public_id: str
    handle: str
    display_name: str
    is_staff: bool = False


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
        raise errors.NotFound(_("This post is no longer there."), code="community.post_not_found")
    return post


def get_own(*, public_id: str, user: User) -> Post:
    """Return a post of `user` whatever its state, as long as they may read its group. Queries: 1."""
    rows = Post.objects.filter(author=user).select_related("author", "group", "brand")
    post = (
        rows.filter(public_id=public_id, group__in=Group.objects.readable_by(user)).first()
        if public_id.isalnum()
        else None
    )
    if post is None:
        raise errors.NotFound(code="community.post_not_found")
    return post


def get_there(*, public_id: str, user: Viewer) -> Post:
    """Return as `get`, or one of their own that waits for a moderator. Queries: 1, 2 for that. Raises: NotFound."""
    try:
        return get(public_id=public_id, user=user)
    except errors.NotFound:
        own = get_own(public_id=public_id, user=user) if user.is_authenticated else None
        if own is None or not own.is_held:
            raise
        return own


def latest(*, viewer: Viewer, group: Group | None = None) -> tuple[Post, ...]:
    """Return the newest LATEST posts that `viewer` may read, of one group or all, with author, group and emotions.

    Queries: 2.
    """
    rows = Post.objects.visible_to(viewer)
    found = rows.filter(group=group) if group else rows
    return tuple(
        found.select_related("author", "group")
        .prefetch_related(Prefetch("emotions", PostEmotion.objects.order_by("position")))
        .order_by("-created_at", "-pk")[:LATEST]
    )


def is_gone_own(*, public_id: str, user: Viewer) -> bool:
    """Say whether this is a post of `user` that is not out (any more), and whose group they may read. Queries: 1."""
    if not user.is_authenticated or not public_id.isalnum():
        return False
    rows = Post.objects.filter(author=user, public_id=public_id, group__in=Group.objects.readable_by(user))
    return rows.exclude(state=Post.State.PUBLISHED).exists()


def reactions_of(*, user: Viewer, posts: Iterable[int]) -> dict[int, str]:
    """Return which of `posts` the person reacted to, and how. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return {}
    given = Reaction.objects.filter(user=user, post__in=list(posts), is_on=True)
    return {post: kind for post, kind in given.values_list("post_id", "kind") if post is not None}


def editions(*, post: Post, emotions: tuple[str, ...]) -> tuple[Edition, ...]:
    """Return the post's texts, the one shown now first, then the latest EDITIONS before it. Queries: 1."""
    earlier = [
        Edition(row.number, row.title, row.body, tuple(row.emotions), row.replaced_at)
        for row in PostRevision.objects.filter(post=post).order_by("-number")[:EDITIONS]
    ]
    latest = earlier[0].number if earlier else 0
    return (Edition(latest + 1, post.title, post.body, emotions, None), *earlier)
