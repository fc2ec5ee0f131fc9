"""Letting out what was held: as if it had been published at that moment, or as it was before it was taken back."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from community import ranking
from community.models import Comment, Post, PostEmotion
from community.services import comments, notifying, posts, text, words
from community.services.composition import find_mentioned
from gamify.services import record


def let_out(target: Post | Comment, post: Post, *, by: User, now: datetime) -> None:
    """Record, announce and tell what a first publication does, dated now; what was out before gets back what it earned.

    Caller holds both, has counted the target and written its state.
    """
    parsed = text.parse(target.body, most=text.POST_LIMIT)
    _paths, people = find_mentioned(parsed.mentions, group=post.group, author=target.author, now=now)
    comment = target if isinstance(target, Comment) else None
    key = f"comment:{target.pk}" if comment else f"post:{target.pk}"
    if record.redo(key=key, reason="approved", by=by, now=now) is not None:
        notifying.mentioned(people, post=post, comment=comment, by=target.author, now=now)
    elif comment is not None:
        comment.created_at = now
        comment.save(update_fields=["created_at"])
        comments.announce(comment, post, comment.parent, people, now=now)
    else:
        _date(post, now)
        posts.announce(post, _facts(post), people, now=now)


def _date(post: Post, now: datetime) -> None:
    post.created_at = now
    post.hot = ranking.hot(created_at=now, reactions=0, comments=0, group_size=post.group.member_count)
    post.save(update_fields=["created_at", "hot"])
    PostEmotion.objects.filter(post=post).update(created_at=now)


def _facts(post: Post) -> dict[str, object]:
    return {
        "type": post.type,
        "emotions": list(posts.emotions_of(post)),
        "images": post.images.count(),
        "words": words.count(post.body),
        "language": post.language,
    }
