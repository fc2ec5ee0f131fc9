"""Hashtags as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language

from community.models import Group, Hashtag, Post
from community.querysets import PUBLISHED
from community.services import words
from lib import errors

if TYPE_CHECKING:
    from community.querysets import Viewer

DAYS = 14
LEAST_AUTHORS = 2
MOST = 10
CACHE_SECONDS = 60


@dataclass(frozen=True)
class Trend:
    """A hashtag that several people used lately."""

    text: str
    url: str
    posts: int
    authors: int


def trending(*, now: datetime) -> tuple[Trend, ...]:
    """Return the hashtags of open groups, first those that most authors write in the reader's language about; one voice
    is no trend. Queries: 1, cached for each language."""
    language = get_language() or settings.LANGUAGE_CODE
    found = cache.get_or_set(f"trending-topics:{language}", lambda: _read(now, language), CACHE_SECONDS)
    return cast(tuple[Trend, ...], found)


def get_hashtag(*, slug: str, viewer: Viewer) -> Hashtag:
    """Return the hashtag, however it is spelled. Queries: 1.

    Raises: NotFound, also for words said only where the viewer may not read.
    """
    readable = Post.objects.visible_to(viewer).filter(hashtags__hashtag=OuterRef("pk"))
    hashtag = Hashtag.objects.filter(Exists(readable), slug=words.fold(slug)).first()
    if hashtag is None:
        raise errors.NotFound(code="community.topic_not_found")
    return hashtag


def _read(now: datetime, language: str) -> tuple[Trend, ...]:
    used = Hashtag.objects.filter(
        posts__post__state=PUBLISHED,
        posts__post__group__visibility=Group.Visibility.PUBLIC,
        posts__post__created_at__gt=now - timedelta(days=DAYS),
    )
    counted = used.annotate(
        near=Count("posts__post__author", distinct=True, filter=Q(posts__post__language=language)),
        authors=Count("posts__post__author", distinct=True),
        uses=Count("posts__post", distinct=True),
    ).filter(authors__gte=LEAST_AUTHORS)
    return tuple(
        Trend(tag.text, reverse("community:topic", args=[tag.slug]), tag.uses, tag.authors)
        for tag in counted.order_by("-near", "-authors", "-uses", "slug")[:MOST]
    )
