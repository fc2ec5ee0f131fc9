"""What an erased account leaves behind in its groups."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from community import paths
from community.models import Case, Comment, CommentTerm, Membership, Post, PostRevision, PostTerm
from community.services import membership_changes, removals
from inbox.services import notifications


def places_of(*, user: User, now: datetime) -> None:
    """Leave every group; bans and mutes stay with the row. Inside a transaction. Locks: the groups, by id."""
    for place in Membership.objects.filter(user=user).exclude(state="left").order_by("group_id"):
        held = membership_changes.lock(group=place.group, user=user)
        if held.is_active:
            membership_changes.go(held, by=user, reason="left", now=now)
        elif held.state != Membership.State.LEFT:
            membership_changes.change(held, state=Membership.State.LEFT)
    Membership.objects.filter(user=user).update(answer="")


def words(*, user: User, now: datetime) -> None:
    """Delete everything that they posted and said, what it was before, and where it is quoted: in cases about it, in
    what others were told of it. Replies of others stay. In a transaction."""
    for kind in (Post, Comment):
        mine = kind.objects.filter(author=user)
        for row in mine.filter(state__in=(Post.State.PUBLISHED, Post.State.HELD)).order_by("pk"):
            removals.delete(target=row, author=user, now=now)
        mine.update(
            body="", html="", state=Post.State.DELETED
        )  # what moderators removed, too: nobody can bring it back
    Post.objects.filter(author=user).update(title="")
    PostTerm.objects.filter(post__author=user).delete()
    CommentTerm.objects.filter(comment__author=user).delete()
    PostRevision.objects.filter(post__author=user).delete()
    for case in Case.objects.filter(Q(post__author=user) | Q(comment__author=user)):
        Case.objects.filter(pk=case.pk).update(snapshot={"body": "", "html": "", "at": case.snapshot.get("at", "")})
    notifications.forget(pages=[paths.of_post(post) for post in Post.objects.filter(author=user)])
