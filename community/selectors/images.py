"""Pictures that somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import User
from community.models import Group, Post, PostImage
from community.selectors import queues
from lib import errors

if TYPE_CHECKING:
    from community.querysets import Viewer


def get(*, public_id: str, user: Viewer) -> PostImage:
    """Return a picture of a post that `user` may read, of one reported that they judge, or one of their own that waits
    for its post, or with it for a moderator. Queries: 1, 2 for staff.

    Raises: NotFound.
    """
    may_see = Q(post__in=Post.objects.visible_to(user))
    if user.is_authenticated:
        may_see |= Q(owner=user) & (Q(post=None) | Q(post__state=Post.State.HELD))
        may_see |= Q(post__cases__isnull=False, post__group__in=Group.objects.moderated_by(user))
    if queues.may_watch_all(user):
        may_see |= Q(post__cases__in=queues.for_staff())
    image = PostImage.objects.filter(may_see, public_id=public_id).first() if public_id.isalnum() else None
    if image is None:
        raise errors.NotFound(code="community.image_not_found")
    return image


def waiting(*, owner: User, public_ids: list[str], post_id: int | None = None) -> tuple[PostImage, ...]:
    """Return `owner`'s pictures among `public_ids` that belong to no post, or to `post_id`, in order. Queries: 1."""
    wanted = [public_id for public_id in public_ids if public_id.isalnum()]
    found = {image.public_id: image for image in PostImage.objects.filter(owner=owner, public_id__in=wanted)}
    mine = (found.get(public_id) for public_id in dict.fromkeys(wanted))
    return tuple(image for image in mine if image is not None and image.post_id in (None, post_id))
