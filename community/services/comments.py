"""Answering a post and one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import ranking
from community.models import Comment, Post
from community.policies import Action
from community.services import access, filing, notifying, posts, repeats, terms, text, words
from community.services.automod import watching
from community.services.composition import find_mentioned
from gamify.models import Activity
from gamify.services import record
from lib import errors
from lib.records import Records
from live.services import topics

MAX_DEPTH = 4
ROWS = Records(Comment, beside=("post", "author"))
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_STEP = 12


@dataclass(frozen=True)
class Written:
    """A comment and the activity that tells what it earned; `is_new` is False for a repeated submission.

    One that is held has no activity.
    """

    comment: Comment
    activity: Activity | None
    is_new: bool


class StaleComment(errors.Conflict):
    """The comment was edited since the form was opened; `data` has `body` and `version` as they are now."""

    code = "community.comment_changed"
    message = _("This comment was changed while you were writing. Here are both versions.")


@transaction.atomic
def write(*, author: User, post: Post, body: str, key: str, now: datetime, parent: Comment | None = None) -> Written:
    """Answer `post`, or `parent` in its conversation; once for each `key`. Below depth 4 an answer stands beside
    the one it answers.

    Locks: the author's membership, then the post.
    Raises: NotFound, Muted, Banned, Archived, NotAllowed by policy; NotFound for a post or parent that is gone;
        Invalid with `fields`; SentAlready.
    Emits: activity `comment`; the post's topics; notices `comment`, `reply`, `mention`; for one that is held only what
        `filing.flag` does.
    """
    standing = access.enter(action=Action.COMMENT, group=post.group, user=author, now=now)
    earlier = ROWS.one("t.author_id = %s AND t.key = %s", author.pk, key)
    if earlier is not None:
        repeats.check(earlier, body, most=text.COMMENT_LIMIT, is_elsewhere=earlier.post_id != post.pk)
        return Written(earlier, None, is_new=False)
    parsed = text.parse(body, most=text.COMMENT_LIMIT)
    paths, people = find_mentioned(parsed.mentions, group=post.group, author=author, now=now)
    post = posts.lock(post.pk)
    _check_open(post, parent)

    html = text.render(parsed, paths)
    said = watching.said_in(body=parsed.source, html=html)
    hits = watching.look(watching.Writing(author, post.group, standing, said, now))

    comment = Comment(post=post, author=author, key=key, body=parsed.source, html=html, created_at=now)
    if watching.is_held(hits):
        comment.state, comment.held_at = Post.State.HELD, now
    _insert(comment, parent)
    terms.of_comment(comment)
    if hits:
        filing.flag(comment, hits, now=now)
    if comment.is_held:
        return Written(comment, None, is_new=True)
    count(post, 1)
    return Written(comment, announce(comment, post, parent, people, now=now), is_new=True)


def announce(
    comment: Comment, post: Post, parent: Comment | None, people: Iterable[User], *, now: datetime
) -> Activity:
    """Say that `comment` is out: record the activity, wake the conversation, tell whom it concerns and mentions.

    Caller holds the post.
    """
    activity = record.activity(
        actor=comment.author,
        verb="comment",
        object=record.Ref("comment", str(comment.pk)),
        target=record.Ref("group", str(post.group_id)),
        key=f"comment:{comment.pk}",
        data={
            "post": str(post.pk),
            "post_author": post.author.public_id,
            "emotions": list(posts.emotions_of(post)),
            "words": words.count(comment.body),
            "is_reply": parent is not None,
        },
        now=now,
    )
    topics.touch(f"post:{post.pk}", f"post:{post.pk}:comments")
    notifying.commented(comment, post=post, parent=parent, people=people, now=now)
    return activity


@transaction.atomic
def edit(*, comment: Comment, editor: User, body: str, version: int, now: datetime) -> Comment:
    """Replace a comment's text. What automod would hold is taken back until a moderator approves it.

    Locks: the editor's membership, the post, the comment.
    Raises: NotAllowed unless the editor wrote it; StaleComment when it changed meanwhile; Invalid with `fields`.
    """
    post = comment.post
    standing = access.enter(action=Action.COMMENT, group=post.group, user=editor, now=now)
    parsed = text.parse(body, most=text.COMMENT_LIMIT)
    post = posts.lock(post.pk)
    comment = lock(comment.pk)
    if comment.author_id != editor.pk:
        raise errors.NotAllowed(_("Only its author may change a comment."), code="community.not_author")
    if not comment.is_published or not comment.post.is_published:
        raise errors.NotFound(code="community.comment_not_found")
    if comment.version != version:
        raise StaleComment(body=comment.body, version=comment.version)

    paths, people = find_mentioned(parsed.mentions, group=post.group, author=editor, now=now)
    html = text.render(parsed, paths)
    said = watching.said_in(body=parsed.source, html=html)
    hits = watching.look(watching.Writing(editor, post.group, standing, said, now, comment))

    told = words.mentions(comment.body)
    comment.body, comment.html, comment.edited_at = parsed.source, html, now
    comment.version += 1
    comment.save(update_fields=["body", "html", "edited_at", "version"])
    terms.rewrite(comment)
    if watching.is_held(hits):
        _take_back(comment, post, now=now)
    if hits:
        filing.flag(comment, hits, now=now)
    topics.touch(f"post:{post.pk}:comments")
    if comment.is_held:
        return comment
    fresh = [one for one in people if one.handle not in told]
    notifying.mentioned(fresh, post=post, comment=comment, by=editor, now=now)
    return comment


def _take_back(comment: Comment, post: Post, *, now: datetime) -> None:
    """Let a comment that was out wait for a moderator. Caller holds the post and it."""
    comment.state, comment.held_at = Post.State.HELD, now
    comment.save(update_fields=["state", "held_at"])
    count(post, -1)
    record.undo(key=f"comment:{comment.pk}", reason="held", by=None, now=now)
    topics.touch(f"post:{post.pk}")


def lock(comment_id: int) -> Comment:
    """Return the comment with its post and author, locked. Inside a transaction only. Queries: 1."""
    return ROWS.held_by_key(comment_id)


def count(post: Post, change: int) -> None:
    """Add `change` to the comments of a post that the caller holds locked, and to its warmth."""
    post.comment_count += change
    post.version += 1
    post.hot = warmth(post)
    posts.ROWS.write(post, "comment_count", "version", "hot")


def warmth(post: Post) -> float:
    """Return the post's rank in "For you" as its counts are now."""
    return ranking.hot(
        created_at=post.created_at,
        reactions=post.reaction_count,
        comments=post.comment_count,
        group_size=post.group.member_count,
    )


def _check_open(post: Post, parent: Comment | None) -> None:
    if not post.is_published:
        raise errors.NotFound(_("This post is no longer there."), code="community.post_not_found")
    if parent is not None and (parent.post_id != post.pk or not parent.is_published):
        raise errors.NotFound(_("The comment you reply to is no longer there."), code="community.comment_not_found")


def _insert(comment: Comment, parent: Comment | None) -> None:
    above = parent.parent if parent is not None and parent.depth == MAX_DEPTH else parent
    comment.parent, comment.depth = above, above.depth + 1 if above else 0
    ROWS.add(comment)
    comment.path = (above.path if above else "") + _step(comment.pk)
    ROWS.write(comment, "path")


def _step(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits.rjust(_STEP, "0")
