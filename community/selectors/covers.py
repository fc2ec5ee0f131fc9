"""The newest posts with a picture, as Explore shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import Post, PostImage
from community.selectors import card_posts
from community.selectors.card_posts import CardPost

if TYPE_CHECKING:
    from community.querysets import Viewer

MOST = 8


def lately(*, viewer: Viewer) -> tuple[CardPost, ...]:
    """Return the newest posts with a picture that the viewer may read, newest first. Queries: 4."""
    readable = Post.objects.visible_to(viewer).wanted_by(viewer).values("pk")
    first = PostImage.objects.filter(position=0, post__in=readable).order_by("-post_id")
    pks = tuple(first.values_list("post_id", flat=True)[:MOST])
    shown = card_posts.for_cards(pks)
    return tuple(shown[pk] for pk in pks if pk in shown)
