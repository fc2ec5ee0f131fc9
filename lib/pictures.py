"""Pictures: checked before they are decoded, decoded once, and written anew without anything but the picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import BoundedSemaphore
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from lib import errors, public_id
from lib.after_commit import after_commit

BYTE_LIMIT = 8 * 1024 * 1024
PIXEL_LIMIT = 25_000_000
SIDE, SMALL_SIDE = 1600, 640
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# 25 million pixels are 100 MB of memory, and a file of 70 KB can hold as many: no more than this many at once.
AT_ONCE = 2
PATIENCE_SECONDS = 20.0
PROFILE_LIMIT = 100_000  # bytes; those of cameras and telephones have about 600
_bench = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Encoded:
    """A picture as WebP, its small version, and the size of the large one in pixels."""

    large: bytes
    small: bytes
    size: tuple[int, int]


def encode(file: IO[bytes] | Any, *, field: str) -> Encoded:
    """Return the picture written anew; animations keep their first frame.

    The size is read from the header and refused before a pixel is decoded.
    Raises: Invalid naming `field`: too large, not one of the four kinds, damaged, more pixels than a camera makes;
        RateLimited when others' pictures keep the process busy.
    """
    if (getattr(file, "size", 0) or 0) > BYTE_LIMIT:
        raise _invalid(field, _("A picture may have 8 MB at most."))
    with _turn():
        bare = _read(file, field)
    size = bare.size
    large = _webp(bare)
    bare.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Encoded(large, _webp(bare), size)


@contextmanager
def _turn() -> Iterator[None]:
    if not _bench.acquire(timeout=PATIENCE_SECONDS):
        raise errors.RateLimited(retry_seconds=int(PATIENCE_SECONDS))
    try:
        yield
    finally:
        _bench.release()


def _read(file: IO[bytes] | Any, field: str) -> Image.Image:
    """Return the pixels at the size they are kept at."""
    try:
        with Image.open(file, formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > PIXEL_LIMIT:
                raise _invalid(field, _("This picture has too many pixels: 25 million at most."))
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            return _without_metadata(picture)
    except errors.Invalid:
        raise
    except Exception as error:  # a decoder raises whatever a damaged file leads it to, even struct.error
        raise _invalid(field, _("This is not a picture we can read. JPEG, PNG, WebP and GIF work.")) from error


def keep(file: FieldFile, encoded: Encoded, name: str = "") -> tuple[int, int]:
    """Store both sizes for a row that is saved next, under a new name or `name`; return the width and the height."""
    file.save(f"{name or public_id.new()}.webp", ContentFile(encoded.large), save=False)
    default_storage.save(small_name(str(file.name)), ContentFile(encoded.small))
    return encoded.size


def small_name(name: str) -> str:
    """Return the storage name of a picture's small version."""
    return name.removesuffix(".webp") + "-small.webp"


def forget(name: str) -> None:
    """Delete both sizes of a stored picture once the transaction is certain; nothing to do for an empty name."""
    for each in (name, small_name(name)) if name else ():
        after_commit(partial(default_storage.delete, each))


def _without_metadata(picture: Image.Image) -> Image.Image:
    """Copy the pixels alone, small, upright and in the colours of the web: EXIF, GPS, XMP and comments stay behind."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    small = picture if picture.mode == mode else _of_8_bits(picture).convert(mode)
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(small)
    if picture.mode == mode == "RGB":
        upright = _in_srgb(upright, picture.info.get("icc_profile"))
    bare = Image.new(mode, upright.size)
    bare.paste(upright)
    return bare


def _of_8_bits(picture: Image.Image) -> Image.Image:
    """Return a picture whose greys Pillow can convert: of 16 bits it would make white of nearly all of them."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as its colour profile shows it; telephones take pictures in one that is wider than the web's.

    A profile that is damaged, none for such a picture, or strangely large changes nothing.
    """
    if not profile or len(profile) > PROFILE_LIMIT:
        return picture
    try:
        meant, web = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        shown = ImageCms.profileToProfile(picture, meant, web, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return shown or picture


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=2)
    return out.getvalue()


def _invalid(field: str, message: errors.Text) -> errors.Invalid:
    return errors.Invalid(fields={field: message})
