"""Taking posts and comments away and bringing them back. Points follow: an undo mirrors exactly what was earned."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Comment, Group, Post
from community.policies import Action
from community.services import access, comments, filing, notifying, posts, releasing
from gamify.services import record
from lib import errors
from live.services import topics

State = Post.State
Target = Post | Comment


@transaction.atomic
def delete(*, target: Target, author: User, now: datetime) -> Target:
    """Take away one's own post or comment; doing it twice changes nothing.

    A banned or muted member may still take away what is theirs.
    Raises: NotAllowed unless `author` wrote it; NotFound when a moderator has removed it.
    Emits: undo of `create` or `comment`; topics of the post and its group. What was held leaves the queue.
    """
    _hold_group(target)
    target, post = _lock(target)
    if target.author_id != author.pk:
        raise errors.NotAllowed(_("Only its author may delete this."), code="community.not_author")
    if target.state == State.REMOVED:
        raise errors.NotFound(code="community.post_not_found")
    if target.is_held:
        filing.withdraw(target, now=now)
    return _move(target, post, State.DELETED, by=author, reason="deleted", now=now)


@transaction.atomic
def remove(*, target: Target, moderator: User, reason: str, now: datetime, is_checked: bool = False) -> Target:
    """Take away another member's post or comment as a moderator of its group; twice changes nothing.

    The case, the log and the letter to the author are the moderation service's.

    Args: is_checked: the caller has checked that `moderator` may judge it although they do not look after the group.
    Raises: NotAllowed for who may not moderate the group; NotFound when its author has deleted it.
    """
    _hold_group(target)
    access.hold(group=_group_of(target), user=moderator)
    target, post = _lock(target)
    if not is_checked:
        _enter(target, post, moderator, now)
    if target.state == State.DELETED:
        raise errors.NotFound(code="community.post_not_found")
    return _move(target, post, State.REMOVED, by=moderator, reason=reason, now=now)


@transaction.atomic
def restore(*, target: Target, by: User, now: datetime, is_checked: bool = False) -> Target:
    """Bring back what its author deleted (only they); let out what a moderator removed, or what is held (only they).

    What was deleted while it waited for approval waits again.

    Args: is_checked: the caller has checked that `by` may decide an appeal about it, or judge it for the group.
    """
    _hold_group(target)
    access.hold(group=_group_of(target), user=by)
    target, post = _lock(target)
    if target.state in (State.REMOVED, State.HELD):
        if not is_checked:
            _enter(target, post, by, now)
    elif target.author_id == by.pk:
        access.enter(action=Action.POST, group=post.group, user=by, now=now)
        if target.state == State.DELETED and target.held_at is not None:
            _move(target, post, State.HELD, by=by, reason="restored", now=now)
            filing.flag_again(target, now=now)
            return target
    else:
        raise errors.NotFound(code="community.post_not_found")
    return _move(target, post, State.PUBLISHED, by=by, reason="restored", now=now)


def _enter(target: Target, post: Post, moderator: User, now: datetime) -> None:
    """Refuse who may not moderate the group, and its moderators for what they wrote themselves."""
    access.enter(action=Action.MODERATE, group=post.group, user=moderator, now=now)
    if target.author_id == moderator.pk:
        raise errors.NotAllowed(
            _("Another moderator of the group decides about what you wrote."), code="community.own_content"
        )


def _group_of(target: Target) -> Group:
    return target.group if isinstance(target, Post) else target.post.group


def _hold_group(target: Target) -> None:
    """Lock the group of a post, which counts it."""
    if isinstance(target, Post):
        access.hold_group(target.group)


def _lock(target: Target) -> tuple[Target, Post]:
    """Lock the post, then its comment: the order of every writer."""
    if isinstance(target, Post):
        post = posts.lock(target.pk)
        return post, post
    post = posts.lock(target.post_id)
    comment = comments.lock(target.pk)
    comment.post = post
    return comment, post


def _move(target: Target, post: Post, state: str, *, by: User, reason: str, now: datetime) -> Target:
    if target.state == state:
        return target
    change = (state == State.PUBLISHED) - (target.state == State.PUBLISHED)
    is_approved = change > 0 and target.held_at is not None
    target.state = state
    target.version += 1
    target.held_at = None if is_approved else target.held_at
    target.save(update_fields=["state", "version", "held_at"])
    if change:
        _count(target, post, change)
    if is_approved:
        releasing.let_out(target, post, by=by, now=now)
    elif change:
        _settle(target, change, by=by, reason=reason, now=now)
    if change < 0 and target is post:
        notifying.hush(post, now=now)
    if change:  # of what was never out nobody hears
        topics.touch(*_topics(target, post))
    return target


def _count(target: Target, post: Post, change: int) -> None:
    if isinstance(target, Post):
        Group.objects.filter(pk=post.group_id).update(post_count=F("post_count") + change)
    else:
        comments.count(post, change)


def _settle(target: Target, change: int, *, by: User, reason: str, now: datetime) -> None:
    key = f"{'post' if isinstance(target, Post) else 'comment'}:{target.pk}"
    if change < 0:
        record.undo(key=key, reason=reason, by=by, now=now)
    else:
        record.redo(key=key, reason=reason, by=by, now=now)


def _topics(target: Target, post: Post) -> tuple[str, ...]:
    if isinstance(target, Post):
        return (*posts.feeds_of(post.group), f"post:{post.pk}")
    return (f"post:{post.pk}", f"post:{post.pk}:comments")
