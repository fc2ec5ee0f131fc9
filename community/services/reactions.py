"""Answering without words: one reaction a member and thing, switched on, off or to another kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Comment, Post, Reaction
from community.policies import Action
from community.services import access, comments, notifying, posts
from gamify.services import record
from lib import errors
from lib.records import Records
from live.services import topics

# Whoever switches the same reaction on more often than this is playing with the switch: it works, and earns nothing.
EARNING_ROUNDS = 5
OFF = ""
_REACTION = Records(Reaction)


@dataclass(frozen=True)
class Result:
    """What the member's reaction is now (`kind` is "" when off), and everybody's together."""

    kind: str
    total: int
    counts: Mapping[str, int]


@transaction.atomic
def toggle(*, user: User, target: Post | Comment, kind: str, now: datetime) -> Result:
    """Switch a reaction on, off when it is already of this kind, or to `kind`.

    Locks: the member's place in the group, the post, and the comment when it is one, so that counts are exact.
    Raises: Invalid for an unknown kind; NotFound, NotAllowed, Banned, Archived by policy.
    Emits: activity `like`, and `receive` for the author, once a round; their undo when switched off.
    """
    return _change(user, target, kind, is_switch=True, now=now)


@transaction.atomic
def choose(*, user: User, target: Post | Comment, kind: str, now: datetime) -> Result:
    """Make the member's reaction `kind`, "" for none, whatever it was; doing it twice changes nothing.

    Locks, raises and emits as `toggle`.
    """
    return _change(user, target, kind, is_switch=False, now=now)


def _change(user: User, target: Post | Comment, kind: str, *, is_switch: bool, now: datetime) -> Result:
    """Change the reaction; with `is_switch` the same kind again means none. Inside a transaction."""
    if kind not in Reaction.Kind.values and (is_switch or kind != OFF):
        raise errors.Invalid(fields={"kind": _("There is no such reaction.")})
    is_comment = isinstance(target, Comment)
    post = target.post if isinstance(target, Comment) else target
    access.enter(action=Action.REACT, group=post.group, user=user, now=now)
    post = posts.lock(post.pk)
    locked: Post | Comment = comments.lock(target.pk) if is_comment else post
    if not (post.is_published and locked.is_published):
        raise errors.NotFound(_("This is no longer there."), code="community.post_not_found")

    reaction = _find(user, locked, now)
    before = reaction.kind if reaction.is_on else OFF
    after = OFF if is_switch and before == kind else kind
    if before == after:
        return Result(after, locked.reaction_count, post.reactions if locked is post else {})
    _write(reaction, after)
    _count(locked, before, after)
    _settle(reaction, locked, post, before=before, after=after, now=now)
    topics.touch(f"post:{post.pk}:comments" if is_comment else f"post:{post.pk}")
    if after and not before and locked.author_id != user.pk:
        notifying.reacted(
            to=locked.author,
            by=user,
            post=post,
            comment=locked if isinstance(locked, Comment) else None,
            kind=after,
            now=now,
        )
    return Result(after, locked.reaction_count, post.reactions if locked is post else {})


def _find(user: User, target: Post | Comment, now: datetime) -> Reaction:
    what = "comment" if isinstance(target, Comment) else "post"
    found = _REACTION.one(f"t.user_id = %s AND t.{what}_id = %s", user.pk, target.pk)
    return found or Reaction(user=user, is_on=False, round=0, created_at=now, **{what: target})


def _write(reaction: Reaction, after: str) -> None:
    if after:
        reaction.round += not reaction.is_on
        reaction.kind = after
    reaction.is_on = bool(after)
    if reaction._state.adding:
        _REACTION.add(reaction)
    else:
        _REACTION.write(reaction, "kind", "is_on", "round")


def _count(target: Post | Comment, before: str, after: str) -> None:
    """Count exactly: the caller holds the row."""
    target.reaction_count += bool(after) - bool(before)
    if isinstance(target, Comment):
        comments.ROWS.write(target, "reaction_count")
        return
    counts = dict(target.reactions)
    for kind, change in ((before, -1), (after, 1)):
        if kind:
            counts[kind] = max(0, counts.get(kind, 0) + change)
    target.reactions = {kind: number for kind, number in counts.items() if number}
    target.version += 1
    target.hot = comments.warmth(target)
    posts.ROWS.write(target, "reaction_count", "reactions", "version", "hot")


def _settle(reaction: Reaction, target: Post | Comment, post: Post, *, before: str, after: str, now: datetime) -> None:
    """Record what was earned when a reaction goes on, and take it back when it goes off."""
    if bool(before) == bool(after) or reaction.round > EARNING_ROUNDS:
        return
    mine, theirs = (f"{word}:{reaction.pk}:{reaction.round}" for word in ("reaction", "received"))
    is_own = target.author_id == reaction.user_id
    if not after:
        record.undo(key=mine, reason="withdrawn", by=reaction.user, now=now)
        if not is_own:
            record.undo(key=theirs, reason="withdrawn", by=reaction.user, now=now)
        return
    what = record.Ref("comment" if isinstance(target, Comment) else "post", str(target.pk))
    group = record.Ref("group", str(post.group_id))
    emotions = list(posts.emotions_of(post))
    record.activity(
        actor=reaction.user,
        verb="like",
        object=what,
        target=group,
        key=mine,
        data={"kind": after, "object_author": target.author.public_id, "emotions": emotions},
        now=now,
    )
    if not is_own:
        record.activity(
            actor=target.author,
            verb="receive",
            object=what,
            target=group,
            key=theirs,
            data={"from": reaction.user.public_id, "emotions": emotions},
            now=now,
        )
