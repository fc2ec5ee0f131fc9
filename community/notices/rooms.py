"""Which of the pages that notices lead to are still open to whoever was told."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from community.models import Group, Meetup, Post
from inbox import registry


def _posts(user: User, names: Collection[str]) -> frozenset[str]:
    found = Post.objects.visible_to(user).filter(public_id__in=names)
    return frozenset(found.values_list("public_id", flat=True))


def _groups(user: User, names: Collection[str]) -> frozenset[str]:
    return frozenset(Group.objects.visible_to(user).filter(slug__in=names).values_list("slug", flat=True))


def _meetups(user: User, names: Collection[str]) -> frozenset[str]:
    found = Meetup.objects.visible_to(user).filter(public_id__in=names)
    return frozenset(found.values_list("public_id", flat=True))


registry.add_room("/p/", _posts)
registry.add_room("/meetups/", _meetups)
registry.add_room("/g/", _groups)
