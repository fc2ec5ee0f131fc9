"""What a member has begun to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from community.models import Draft, Group, Post
from community.services import text


@dataclass(frozen=True)
class Begun:
    """A draft in the list: where it is continued, and how it begins."""

    intent: str
    title: str
    beginning: str
    where: str
    path: str
    updated_at: datetime


def find(*, user: User, intent: str) -> Mapping[str, Any]:
    """Return what was kept for `intent`, {} when nothing was. Queries: 1."""
    return Draft.objects.filter(user=user, intent=intent).values_list("payload", flat=True).first() or {}


def mark_of(kept: Mapping[str, Any]) -> str:
    """Return what a writer who goes on from `kept` names as `seen`: its window, or its version if a program kept it."""
    return str(kept.get("window") or kept.get("version", ""))


def drafts_of(*, user: User) -> tuple[Begun, ...]:
    """Return the member's drafts, the latest first, without those whose place is gone. Queries: 1, and 1 each
    when some are for a group or about a post."""
    rows = list(Draft.objects.filter(user=user).order_by("-updated_at", "-id"))
    groups = {group.slug: group for group in Group.objects.readable_by(user).filter(slug__in=_names(rows, "new"))}
    wanted = [*_names(rows, "reply"), *_names(rows, "edit")]
    posts = {post.public_id: post for post in Post.objects.visible_to(user).filter(public_id__in=wanted)}
    return tuple(begun for row in rows if (begun := _begun(row, groups, posts)))


def count_of(*, user: User) -> int:
    """Return how many drafts the member keeps. Queries: 1."""
    return Draft.objects.filter(user=user).count()


def _names(rows: list[Draft], verb: str) -> list[str]:
    return [name for row in rows for kind, _, name in [row.intent.partition(":")] if kind == verb and name]


def _begun(row: Draft, groups: Mapping[str, Group], posts: Mapping[str, Post]) -> Begun | None:
    kind, _, name = row.intent.partition(":")
    if kind == "new":
        group = groups.get(name or str(row.payload.get("group", "")))
        path = reverse("community:post-create") + (f"?{urlencode({'group': name})}" if name else "")
        where = group.name if group else ""
    elif name in posts:
        verb = "community:post-edit" if kind == "edit" else "community:post-detail"
        path = reverse(verb, args=[name]) + ("" if kind == "edit" else "#answer")
        where = text.called(posts[name].title, posts[name].html)
    else:
        return None
    body = str(row.payload.get("body", ""))
    return Begun(row.intent, str(row.payload.get("title", "")), body[:200], where, path, row.updated_at)
