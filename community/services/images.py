"""Pictures: checked before they are decoded, decoded once, and written anew without anything but the picture."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from functools import partial
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.models import User
from community.models import PostImage
from lib import clean, errors, public_id

BYTE_LIMIT = 8 * 1024 * 1024
PIXEL_LIMIT = 25_000_000
SIDE, SMALL_SIDE = 1600, 640
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WAITING_LIMIT = 24
WAITING_TIME = timedelta(days=2)
ALT_LIMIT = 300
_REFUSED = (
    UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError,
    SyntaxError, EOFError, MemoryError, OverflowError, TypeError, IndexError, KeyError,
)  # fmt: skip


def upload(*, owner: User, file: UploadedFile, now: datetime, alt: str = "") -> PostImage:
    """Keep a picture for a post not yet written.

    Decoding happens before the transaction. Raises: Invalid beside `pictures`: too large, not a picture of the four
    kinds, damaged, or more pixels than a camera makes; RateLimited when too many wait for their post.
    """
    alt = clean.line(alt, field="pictures", most=ALT_LIMIT)
    if (file.size or 0) > BYTE_LIMIT:
        raise _invalid(_("A picture may have 8 MB at most."))
    if PostImage.objects.filter(owner=owner, post=None).count() >= WAITING_LIMIT:
        raise errors.RateLimited(_("Many of your pictures wait for a post. Finish one first."), retry_seconds=600)
    large, small, size = encode(file)
    return _keep(owner=owner, large=large, small=small, size=size, alt=alt, now=now)


def encode(file: IO[bytes] | UploadedFile) -> tuple[bytes, bytes, tuple[int, int]]:
    """Return the picture as WebP, its small version, and its size; animations keep their first frame.

    The size is read from the header and refused before a pixel is decoded (trust.md M6).
    """
    try:
        with Image.open(file, formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > PIXEL_LIMIT:
                raise _invalid(_("This picture has too many pixels: 25 million at most."))
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(picture)
            bare = _without_metadata(upright)
    except errors.Invalid:
        raise
    except _REFUSED as error:
        raise _invalid(_("This is not a picture we can read. JPEG, PNG, WebP and GIF work.")) from error
    bare.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    size = bare.size
    large = _webp(bare)
    bare.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return large, _webp(bare), size


def discard(*, owner: User, image: PostImage) -> None:
    """Delete a picture its owner took back before posting it."""
    if image.owner_id != owner.pk or image.post_id is not None:
        raise errors.NotFound(code="community.image_not_found")
    _delete(image)


def sweep(*, now: datetime) -> int:
    """Delete the pictures that have waited two days for a post; return how many."""
    left = list(PostImage.objects.filter(post=None, created_at__lt=now - WAITING_TIME).order_by("pk")[:500])
    for image in left:
        _delete(image)
    return len(left)


def small_name(name: str) -> str:
    """Return the storage name of a picture's small version."""
    return name.removesuffix(".webp") + "-small.webp"


def _without_metadata(picture: Image.Image) -> Image.Image:
    """Copy the pixels alone: EXIF, GPS, XMP, colour profiles and comments stay behind."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    converted = picture.convert(mode)
    bare = Image.new(mode, converted.size)
    bare.paste(converted)
    return bare


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def _keep(*, owner: User, large: bytes, small: bytes, size: tuple[int, int], alt: str, now: datetime) -> PostImage:
    name = public_id.new()
    image = PostImage(public_id=name, owner=owner, alt=alt, created_at=now)
    image.file.save(f"{name}.webp", ContentFile(large), save=False)
    image.width, image.height = size
    default_storage.save(small_name(image.file.name), ContentFile(small))
    image.save()
    return image


def _delete(image: PostImage) -> None:
    names = (image.file.name, small_name(image.file.name))
    with transaction.atomic():
        image.delete()
        for name in names:
            transaction.on_commit(partial(default_storage.delete, name), robust=True)


def _invalid(message: errors.Text) -> errors.Invalid:
    return errors.Invalid(fields={"pictures": message})
