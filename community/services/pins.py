"""Posts that a group keeps on top."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import policies
from community.models import Post
from community.selectors import standings
from community.services import membership_changes
from lib import errors
from live.services import topics

MOST_PINNED = 3


class PinnedEnough(errors.Conflict):
    """The group already keeps as many posts on top as a reader will scroll past."""

    code = "community.pinned_enough"
    message = _("Three posts are pinned already. Take one down first.")


@transaction.atomic
def pin(*, actor: User, post: Post, is_pinned: bool, now: datetime) -> Post:
    """Put a post on top of its group's feed, or take it down; doing it twice changes nothing.

    Locks: the group.
    Raises:
        NotAllowed: the actor does not moderate the group. PinnedEnough: MOST_PINNED posts are on top.
    """
    membership_changes.lock(group=post.group, user=actor)
    standings.check(user=actor, group=post.group, action=policies.Action.MODERATE, now=now)
    posts = Post.objects.published().filter(group=post.group)
    if is_pinned and posts.exclude(pinned_at=None).exclude(pk=post.pk).count() >= MOST_PINNED:
        raise PinnedEnough()

    changed = posts.filter(pk=post.pk, pinned_at__isnull=is_pinned)
    if changed.update(pinned_at=now if is_pinned else None, version=F("version") + 1):
        topics.touch(f"group:{post.group_id}:feed", f"post:{post.pk}")
    post.refresh_from_db(fields=["pinned_at", "version"])
    return post
