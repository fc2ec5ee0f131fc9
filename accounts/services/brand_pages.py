"""What a brand says of itself on its page: its owners write it, everybody reads it."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, BrandStep, User
from accounts.selectors import brands
from lib import clean, errors, pictures, versions
from lib.wordings import Texts, Wrong, keep

NAME_LENGTH, TAGLINE_LENGTH, STORY_LENGTH, ALT_LENGTH = 60, 140, 4000, 200
WRITTEN = ("names", "taglines", "stories", "alts")


def version_of(brand: Brand) -> str:
    """Return a short name for what the page says now."""
    return versions.version_of(brand, WRITTEN)


@transaction.atomic
def edit(
    *, by: User, brand: Brand, names: Texts, taglines: Texts, stories: Texts, alts: Texts, seen: str = "", now: datetime
) -> Brand:
    """Write the page's texts.

    Args: seen: the version that the editor had before them; "" writes over whatever is there. Locks: the brand.
    Raises: NotFound, OwnersOnly; versions.ChangedMeanwhile; Invalid beside `name`, `tagline`, `story`, `alt` and
        `name_zh_hans` and so on.
    """
    held = _hold(by, brand)
    versions.check(seen, version_of(held))
    wrong: Wrong = {}
    held.names = keep(names, "name", NAME_LENGTH, wrong)
    held.taglines = keep(taglines, "tagline", TAGLINE_LENGTH, wrong)
    held.stories = keep(stories, "story", STORY_LENGTH, wrong, clean.block)
    held.alts = keep(alts, "alt", ALT_LENGTH, wrong)
    if not held.names:
        wrong.setdefault("name", _("Give it a name, in one language at least."))
    if wrong:
        raise errors.Invalid(fields=wrong)
    held.save(update_fields=WRITTEN)
    BrandStep.objects.create(brand=held, kind=BrandStep.Kind.PAGE, actor=by, at=now)
    return held


def put_picture(*, by: User, brand: Brand, file: UploadedFile, now: datetime) -> Brand:
    """Show another picture; it is decoded and written anew before the transaction.

    Locks: the brand. Raises: NotFound, OwnersOnly; Invalid beside `picture`.
    """
    brands.access(user=by, slug=brand.slug, owner=True)
    encoded = pictures.encode(file, field="picture")
    with transaction.atomic():
        held = _hold(by, brand)
        before = held.image.name
        held.width, held.height = pictures.keep(held.image, encoded)
        held.save(update_fields=["image", "width", "height"])
        pictures.forget(before)
        BrandStep.objects.create(brand=held, kind=BrandStep.Kind.PICTURE, actor=by, at=now)
    return held


@transaction.atomic
def take_picture_out(*, by: User, brand: Brand, now: datetime) -> Brand:
    """Show none. Locks: the brand. Raises: NotFound, OwnersOnly."""
    held = _hold(by, brand)
    if held.image:
        pictures.forget(held.image.name)
        held.image, held.width, held.height, held.alts = "", 0, 0, {}
        held.save(update_fields=["image", "width", "height", "alts"])
        BrandStep.objects.create(brand=held, kind=BrandStep.Kind.PICTURE, actor=by, at=now)
    return held


def _hold(by: User, brand: Brand) -> Brand:
    held = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    brands.access(user=by, slug=held.slug, owner=True)
    return held
