"""Groups, members and posts for tests: `tea = group()`, `ben = join(tea)`, `post(tea, ben, emotions=["calm"])`."""

from __future__ import annotations

from itertools import count
from typing import Any

from accounts.models import User
from community import ranking
from community.models import Group, Membership, Post, PostEmotion
from community.services import groups
from community.services.groups import Draft, Rule
from lib import clock
from tests.factories import member

_numbers = count(1)


def group(slug: str = "tea", *, founder: User | None = None, rules: Any = (), **door: Any) -> Any:
    """Return a group founded through the service; `founder` hangs on it for the test."""
    founder = founder or member("Founder")
    draft = Draft(names={"en": slug.title()}, slug=slug, rules=[Rule({"en": title}) for title in rules], **door)
    made: Any = groups.create(actor=founder, draft=draft, now=clock.now())
    made.founder = founder
    return made


def join(place: Group, user: User | None = None, *, role: str = "member") -> User:
    """Put somebody into a group whatever its door."""
    user = user or member("Ben")
    Membership.objects.update_or_create(
        group=place, user=user, defaults={"state": "active", "role": role, "joined_at": clock.now()}
    )
    return user


def post(place: Group, author: User, **changes: Any) -> Post:
    """Write a row without the service: feeds are tested on many."""
    emotions = changes.pop("emotions", ["calm"])
    moment = changes.pop("created_at", None) or clock.now()
    values = {"key": f"post-{next(_numbers)}", "body": "Tea.", "html": "<p>Tea.</p>", "created_at": moment} | changes
    values.setdefault("hot", ranking.hot(created_at=moment, reactions=0, comments=0, group_size=place.member_count))
    made = Post.objects.create(group=place, author=author, **values)
    PostEmotion.objects.bulk_create(
        PostEmotion(post=made, emotion=key, position=n, group=place, created_at=moment)
        for n, key in enumerate(emotions)
    )
    return made
