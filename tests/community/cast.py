"""The people, places and words that tests about posts are made of."""

from __future__ import annotations

import io
import itertools
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Brand, BrandStaff, User
from community.models import Group, Membership, Post
from community.services import comments, posts
from community.services.composition import Composition

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def person(handle: str = "", **fields: Any) -> User:
    handle = handle or f"person{next(_numbers)}"
    return User.objects.create(
        username=handle, email=f"{handle}@example.org", display_name=fields.pop("name", handle.title()), **fields
    )


def group(slug: str = "", **fields: Any) -> Group:
    slug = slug or f"group-{next(_numbers)}"
    return Group.objects.create(slug=slug, names={"en": slug.title()}, created_at=NOON, **fields)


def join(user: User, place: Group, role: str = "member", **fields: Any) -> Membership:
    return Membership.objects.create(group=place, user=user, state="active", role=role, joined_at=NOON, **fields)


def member(place: Group, handle: str = "", role: str = "member", **fields: Any) -> User:
    user = person(handle, **fields)
    join(user, place, role)
    return user


def words(body: str = "A quiet morning.", **fields: Any) -> Composition:
    return Composition(body=body, emotions=fields.pop("emotions", ("calm",)), **fields)


def post(author: User, place: Group, body: str = "A quiet morning.", **fields: Any) -> Post:
    key = fields.pop("key", f"key-{next(_numbers):08}")
    now = fields.pop("now", NOON)
    return posts.publish(author=author, group=place, composition=words(body, **fields), key=key, now=now).post


def answer(author: User, to: Post, body: str = "I know that well.", **fields: Any) -> Any:
    key = fields.pop("key", f"key-{next(_numbers):08}")
    return comments.write(author=author, post=to, body=body, key=key, now=NOON, **fields).comment


def brand(staff: User, slug: str = "aurore") -> Brand:
    made = Brand.objects.create(slug=slug, names={"en": slug.title()}, created_at=NOON)
    BrandStaff.objects.create(brand=made, user=staff)
    return made


def picture(size: tuple[int, int] = (40, 30), kind: str = "PNG", **save: Any) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, kind, **save)
    return SimpleUploadedFile(f"picture.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}")
