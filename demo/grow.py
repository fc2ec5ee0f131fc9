"""Growing the demo for measurements: members, places and posts by the thousand, varied from the hand-written ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from accounts.models import User
from community import ranking
from community.models import Group, Membership, Post, PostEmotion
from community.services import text
from demo import content, people
from gamify.models import Activity, Waiting
from gamify.services import process
from lib import public_id
from lib.clock import local_date

CHUNK = 2000
POSTS_EACH, MOST_POSTS = 10, 100_000
PLACES_EACH = 2
SEED = 20261123
Row = TypeVar("Row", bound=models.Model)
Progress = Callable[[int, int], None]


def grow(*, size: int, now: datetime, progress: Progress) -> None:
    """Grow the community to `size` members with ten posts each, at most 100,000 in all.

    Rows are written in bulk; what the posts earn is decided by the engine itself, in its own batches.
    """
    with public_id.drawn_from(Random(SEED)):
        _grow(size, now, progress)


def _grow(size: int, now: datetime, progress: Progress) -> None:
    chance = Random(SEED)
    users = _members(size - User.objects.count(), now)
    groups = list(Group.objects.order_by("id"))
    homes = {user.pk: chance.sample(groups, PLACES_EACH) for user in users}
    _save(Membership, [_place(user, group, now) for user in users for group in homes[user.pk]])
    total = min(len(users) * POSTS_EACH, MOST_POSTS)
    for start in range(0, total, CHUNK):
        written = _posts(range(start, min(start + CHUNK, total)), users, homes, now, chance)
        waiting = _save(Activity, [_activity(post, now) for post in written])
        _save(Waiting, [Waiting(activity=activity) for activity in waiting])
        process.sweep(now=now)
        progress(start, total)
    _recount(groups)
    progress(total, total)


def _members(missing: int, now: datetime) -> list[User]:
    password = make_password(people.PASSWORD)
    names = [member.name for member in content.members().values()]
    rows = [
        User(
            username=f"grown_{number}",
            email=f"grown{number}@hearth.example",
            display_name=f"{names[number % len(names)]} {number}",
            password=password,
            locale=("en", "zh-hans")[number % 2],
            time_zone="UTC",
            date_joined=now - timedelta(days=30),
        )
        for number in range(missing)
    ]
    return _save(User, rows)


def _place(user: User, group: Group, now: datetime) -> Membership:
    return Membership(group=group, user=user, state=Membership.State.ACTIVE, joined_at=now - timedelta(days=30))


@transaction.atomic
def _posts(
    numbers: range, users: Sequence[User], homes: dict[int, list[Group]], now: datetime, chance: Random
) -> list[Post]:
    rows, feelings = [], []
    for number in numbers:
        author = users[number % len(users)]
        first, second = chance.choices(content.posts(), k=2)
        at = now - timedelta(seconds=chance.uniform(60, 60 * 86_400))
        rows.append(_post(f"grown-{number}", author, chance.choice(homes[author.pk]), _mixed(first, second), at))
        feelings.append(first.emotions[0])
    written = _save(Post, rows)
    pairs = zip(written, feelings, strict=True)
    _save(
        PostEmotion,
        [PostEmotion(post=post, emotion=felt, group=post.group, created_at=post.created_at) for post, felt in pairs],
    )
    return written


def _mixed(first: content.Post, second: content.Post) -> dict[str, str]:
    """Return a title, and paragraphs of two posts as Markdown and as HTML."""
    paragraphs = first.body.strip().split("\n\n")[:2] + second.body.strip().split("\n\n")[-1:]
    html = "".join(_rendered(paragraph) for paragraph in paragraphs)
    return {"title": first.title or second.title, "body": "\n\n".join(paragraphs), "html": html}


@cache
def _rendered(paragraph: str) -> str:
    return text.render(text.parse(paragraph, most=text.POST_LIMIT), handles={})


def _post(key: str, author: User, group: Group, words: dict[str, str], at: datetime) -> Post:
    hot = ranking.hot(created_at=at, reactions=0, comments=0, group_size=1)
    return Post(key=key, author=author, group=group, hot=hot, created_at=at, **words)


def _activity(post: Post, now: datetime) -> Activity:
    return Activity(
        source="community",
        key=f"post:{post.pk}",
        actor=post.author,
        verb="create",
        object_type="post",
        object_id=str(post.pk),
        target_type="group",
        target_id=str(post.group_id),
        data={"type": post.type, "emotions": [], "images": 0, "words": len(post.body.split()), "language": ""},
        occurred_at=post.created_at,
        local_date=local_date(post.created_at, post.author.time_zone),
        recorded_at=now,
    )


def _recount(groups: list[Group]) -> None:
    for group in groups:
        members = Membership.objects.filter(group=group, state=Membership.State.ACTIVE).count()
        posts = Post.objects.filter(group=group, state=Post.State.PUBLISHED).count()
        Group.objects.filter(pk=group.pk).update(member_count=members, post_count=posts)


def _save(model: type[Row], rows: Sequence[Row]) -> list[Row]:
    return [row for chunk in _chunks(rows) for row in model._default_manager.bulk_create(chunk)]


def _chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
