"""Who is told of what happens in a conversation. Recipients are taken in the order of their ids, so that two
transactions that tell the same people never wait for each other in a circle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from community import paths
from community.models import Comment, Group, Membership, Post
from community.services import text, words
from inbox.services import notifications


def readers(people: Iterable[User], *, group: Group, now: datetime) -> tuple[User, ...]:
    """Return those of `people` who may read the group. Queries: 1, none for nobody or a public group."""
    asked = tuple(people)
    if not asked or group.visibility == Group.Visibility.PUBLIC:
        return asked
    unbanned = Q(banned_until=None) | Q(banned_until__lte=now)
    places = Membership.objects.filter(unbanned, group=group, user__in=asked, state=Membership.State.ACTIVE)
    inside = frozenset(places.values_list("user_id", flat=True))
    return tuple(person for person in asked if person.pk in inside)


def mentioned(people: Iterable[User], *, post: Post, by: User, now: datetime, comment: Comment | None = None) -> None:
    """Tell each of `people` that they were mentioned; nobody under a post that is gone."""
    if not post.is_published:
        return
    what = comment or post
    notifications.send_each(
        recipients=people,
        kind="mention",
        key=f"mention:{what.public_id}",
        url=paths.of(what),
        actor=by,
        data={"title": _title(post)},
        now=now,
    )


def commented(comment: Comment, *, post: Post, parent: Comment | None, people: Iterable[User], now: datetime) -> None:
    """Tell the author of the post, or of the comment answered, and those mentioned; each once, the writer never.
    Nobody is told under a post that is gone."""
    if not post.is_published:
        return
    by = comment.author
    told = [(parent.author, "reply")] if parent is not None else []
    told += [(post.author, "comment"), *((person, "mention") for person in people)]
    inside = readers(dict.fromkeys(person for person, _ in told if person != by), group=post.group, now=now)
    for person in sorted(inside, key=lambda one: one.public_id):
        for kind in (kind for one, kind in told if one == person):  # the first that they want; it has the key then
            notifications.send(
                recipient=person,
                kind=kind,
                key=f"comment:{comment.public_id}",
                url=paths.of_comment(comment),
                actor=by,
                data={"title": _title(post)},
                now=now,
            )


def reacted(*, to: User, by: User, post: Post, comment: Comment | None, kind: str, now: datetime) -> None:
    """Tell an author of a reaction: in one line for each thing, once for each person."""
    if not readers([to], group=post.group, now=now):
        return
    what = comment or post
    notifications.send(
        recipient=to,
        kind="reaction",
        key=f"reaction:{what.public_id}",
        url=paths.of(what),
        actor=by,
        data={"title": _title(post), "reaction": kind, "is_comment": comment is not None},
        now=now,
        grows=True,
    )


def hush(post: Post, *, now: datetime) -> None:
    """Let nothing unread remind anybody of a post that is gone: its author, who answered there, who was mentioned.

    Inside a transaction. Queries: 3, and 2 when anything was unread.
    """
    said = list(Comment.objects.filter(post=post).values_list("author_id", "body"))
    handles = {name for body in (post.body, *(body for _author, body in said)) for name in words.mentions(body)}
    named = User.objects.filter(username__in=handles).values_list("pk", flat=True)
    people = {post.author_id, *(author for author, _body in said), *named}
    notifications.hush(page=paths.of_post(post), people=people, now=now)


def _title(post: Post) -> str:
    return text.called(post.title, post.html)
