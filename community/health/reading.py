"""Reads eight weeks of a group, and keeps what they say for a while."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import cast

from django.core.cache import cache

from community.health.counting import MONTH, SPAN, Answer, Health, Rows, Written, count
from community.health.formulas import Share
from community.models import Comment, Group, Membership, Post, PostEmotion, Reaction
from community.querysets import PUBLISHED
from gamify.selectors import challenge_list

CACHE_SECONDS = 600
MOST_POSTS = 10_000  # the latest; a group that writes more in eight weeks is told of a shorter time
MOST_ANSWERS = 40_000  # comments, and again reactions


def of(*, group: Group, now: datetime) -> Health:
    """Return how the group is. Queries: 7, none within CACHE_SECONDS of the last time."""
    kept = cache.get_or_set(f"group-health:{group.pk}", lambda: count(read(group=group, now=now), now), CACHE_SECONDS)
    return cast(Health, kept)


def read(*, group: Group, now: datetime) -> Rows:
    """Return what figures are made of: the latest of each kind, as much as is read at most. Queries: 7."""
    since = now - SPAN
    posts, comments = _posts(group, since, now), _comments(group, since, now)
    cut = max(
        (rows[-1].at for rows, most in ((posts, MOST_POSTS), (comments, MOST_ANSWERS)) if len(rows) == most),
        default=since,
    )
    of_brands, running = challenge_list.running_in(scope=group.scope)
    return Rows(
        posts=[post for post in posts if post.at >= cut],
        answers=[*comments, *_reactions(group, since, now)],
        moods=_moods(group, since),
        newcomers=_newcomers(group, since),
        challenges=Share(of_brands, running),
        since=cut if cut > since else None,
    )


def _posts(group: Group, since: datetime, now: datetime) -> list[Written]:
    rows = Post.objects.published().filter(group=group, created_at__gt=since, created_at__lte=now)
    found = rows.order_by("-created_at", "-id").values_list("pk", "author_id", "created_at", "brand_id")
    return [Written(pk, author, at, brand is not None) for pk, author, at, brand in found[:MOST_POSTS]]


def _comments(group: Group, since: datetime, now: datetime) -> list[Answer]:
    """What was said since then, under posts that are not much older."""
    rows = Comment.objects.filter(state=PUBLISHED, created_at__gt=since, created_at__lte=now)
    rows = rows.filter(post__group=group, post__state=PUBLISHED, post__created_at__gt=since - MONTH)
    found = rows.order_by("-id").values_list("post_id", "author_id", "created_at")
    return [Answer(post, author, at, True) for post, author, at in found[:MOST_ANSWERS]]


def _reactions(group: Group, since: datetime, now: datetime) -> list[Answer]:
    rows = Reaction.objects.filter(is_on=True, created_at__gt=since, created_at__lte=now)
    rows = rows.filter(post__group=group, post__state=PUBLISHED, post__created_at__gt=since)
    found = rows.order_by("-id").values_list("post_id", "user_id", "created_at")
    return [Answer(post, user, at, False) for post, user, at in found[:MOST_ANSWERS]]


def _moods(group: Group, since: datetime) -> dict[int, list[str]]:
    chosen: dict[int, list[str]] = defaultdict(list)
    rows = PostEmotion.objects.filter(group=group, created_at__gt=since).order_by("-created_at", "-id")
    for pk, key in rows.values_list("post_id", "emotion")[: 2 * MOST_POSTS]:
        chosen[pk].append(key)
    return dict(chosen)


def _newcomers(group: Group, since: datetime) -> frozenset[int]:
    """Those who came in and posted."""
    wrote = Post.objects.published().filter(group=group, created_at__gt=since).values("author")
    places = Membership.objects.filter(group=group, joined_at__gt=since, user__in=wrote)
    return frozenset(places.values_list("user_id", flat=True))
