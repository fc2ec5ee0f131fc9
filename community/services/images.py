"""The pictures of posts: kept for a post not yet written, and forgotten when it never is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import PostImage
from lib import clean, errors, pictures, public_id

WAITING_LIMIT = 24
WAITING_TIME = timedelta(days=2)
ALT_LIMIT = 300


def upload(*, owner: User, file: UploadedFile, now: datetime, alt: str = "") -> PostImage:
    """Keep a picture for a post not yet written.

    Decoding happens before the transaction. Raises: Invalid beside `pictures`: too large, not a picture of the four
    kinds, damaged, or more pixels than a camera makes; RateLimited when too many wait for their post.
    """
    alt = clean.line(alt, field="pictures", most=ALT_LIMIT)
    if PostImage.objects.filter(owner=owner, post=None).count() >= WAITING_LIMIT:
        raise errors.RateLimited(_("Many of your pictures wait for a post. Finish one first."), retry_seconds=600)
    return keep(owner=owner, encoded=pictures.encode(file, field="pictures"), alt=alt, now=now)


def keep(*, owner: User, encoded: pictures.Encoded, now: datetime, alt: str = "") -> PostImage:
    """Keep what `pictures.encode` has made of a picture for a post not yet written."""
    name = public_id.new()
    image = PostImage(public_id=name, owner=owner, alt=alt, created_at=now)
    image.width, image.height = pictures.keep(image.file, encoded, name)
    image.save()
    return image


def discard(*, owner: User, image: PostImage) -> None:
    """Delete a picture its owner took back before posting it."""
    if image.owner_id != owner.pk or image.post_id is not None:
        raise errors.NotFound(code="community.image_not_found")
    _delete(image)


def erase(*, owner: User, is_all: bool) -> None:
    """Delete what the owner of an erased account has uploaded: all of it, or what is in no post."""
    mine = PostImage.objects.filter(owner=owner)
    for image in mine if is_all else mine.filter(post=None):
        _delete(image)


def sweep(*, now: datetime) -> int:
    """Delete the pictures that have waited two days for a post; return how many."""
    left = list(PostImage.objects.filter(post=None, created_at__lt=now - WAITING_TIME).order_by("pk")[:500])
    for image in left:
        _delete(image)
    return len(left)


def _delete(image: PostImage) -> None:
    with transaction.atomic():
        image.delete()
        pictures.forget(image.file.name)
