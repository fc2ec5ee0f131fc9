"""A large community for the page bench: members, and posts in the words of the demo, half of them in one group."""

from __future__ import annotations

import itertools
import random
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench import common

if TYPE_CHECKING:
    from community.models import Post

MEMBERS = 10_000
GROUPS = 10
BATCH = 5000
SLUG = "bench-1"
SMALL = "bench-10"
CONTENT = Path(__file__).parent.parent / "demo" / "content"


def load(posts: int, members: int = MEMBERS) -> None:
    """Fill an empty, migrated database."""
    from django.db import connection
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    from accounts.models import User

    users = common.members(members)
    User.objects.update(username=Concat(Value("bench_"), F("username")))  # a handle has three letters at least
    groups = _groups(users)
    _write_posts(users, groups, posts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def cookie(handle: str, backend: str = "") -> str:
    """Sign a member in and return the cookie header; `backend` for a server with other ways to sign in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    from accounts.models import User

    user = User.objects.get(username=handle)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _groups(users: list[int]) -> list:
    from community.models import Group, GroupRule, Membership

    groups = Group.objects.bulk_create(
        Group(
            slug=f"bench-{number}",
            names={"en": f"Bench Table {number}"},
            taglines={"en": "Sit anywhere."},
            member_count=MEMBERS,
            post_count=0,
            icon="cup-soda",
            mood="calm",
            created_at=common.START,
        )
        for number in range(1, GROUPS + 1)
    )
    GroupRule.objects.bulk_create(
        GroupRule(group=group, number=number, titles={"en": f"Rule {number}: be kind"})
        for group in groups
        for number in range(1, 6)
    )
    roles = {0: "owner", 1: "moderator", 2: "moderator"}
    Membership.objects.bulk_create(
        (
            Membership(
                group=group, user_id=user, state="active", role=roles.get(place, "member"), joined_at=common.START
            )
            for group in (groups[0], groups[-1])
            for place, user in enumerate(users)
        ),
        batch_size=BATCH,
    )
    return groups


def _write_posts(users: list[int], groups: list, number: int) -> None:
    from community.models import Post, PostEmotion, PostImage, Reaction
    from live.models import Topic

    choose = random.Random(7)
    posts = _posts(users, groups, number, choose)
    while batch := list(itertools.islice(posts, BATCH)):
        made = Post.objects.bulk_create(batch)
        Topic.objects.bulk_create(Topic(name=f"post:{post.pk}", version=1) for post in made)
        PostEmotion.objects.bulk_create(
            PostEmotion(
                post=post,
                emotion=choose.choice(("calm", "joy", "hope", "sad")),
                position=0,
                group_id=post.group_id,
                created_at=post.created_at,
            )
            for post in made
        )
        PostImage.objects.bulk_create(
            PostImage(
                owner_id=post.author_id,
                post=post,
                file="bench.webp",
                width=1200,
                height=750,
                alt="A cup",
                created_at=post.created_at,
            )
            for post in made[::3]
        )
        Reaction.objects.bulk_create(
            Reaction(user_id=users[5], post=post, kind="felt", created_at=post.created_at) for post in made[::4]
        )


def _posts(users: list[int], groups: list, number: int, choose: random.Random) -> Iterator[Post]:
    from community import ranking
    from community.models import Post

    words = itertools.cycle(_words())
    for index in range(number):
        group = groups[0] if index % 2 else groups[1 + index // 2 % (GROUPS - 2)]
        moment = common.START - timedelta(minutes=number - index)
        reactions, comments = choose.randrange(20), choose.randrange(8)
        yield Post(
            group=groups[-1] if index < 10 else group,
            author_id=choose.choice(users),
            key=f"bench-{index}",
            created_at=moment,
            reaction_count=reactions,
            comment_count=comments,
            hot=ranking.hot(created_at=moment, reactions=reactions, comments=comments, group_size=MEMBERS),
            **next(words),
        )


def _words() -> Iterator[dict[str, str]]:
    from community.services import text

    for path in sorted(CONTENT.glob("posts_*.toml")):
        for post in tomllib.loads(path.read_text(encoding="utf-8"))["post"]:
            body = post["body"].strip()
            yield {
                "title": post.get("title", ""),
                "body": body,
                "html": text.render(text.parse(body, most=20_000), {}),
                "type": post["type"],
                "language": "zh-hans" if path.stem.endswith("_zh") else "en",
            }
