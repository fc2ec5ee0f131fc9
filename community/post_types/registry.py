"""Where post types meet."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.models import Post
from lib import errors


@dataclass(frozen=True)
class PostType:
    """A kind of post: its word and icon, what the empty page asks, and whether it needs a title.

    `is_labelled` shows the word on the card; a plain note says nothing about itself.
    """

    key: str
    label: str | Promise
    icon: str
    about: str | Promise
    prompt: str | Promise
    needs_title: bool = False
    is_labelled: bool = True


_types: dict[str, PostType] = {}


def add(post_type: PostType) -> None:
    """Register `post_type`; a key can be taken once."""
    if post_type.key in _types:
        raise ValueError(f"post type {post_type.key} is registered twice")
    _types[post_type.key] = post_type


def get(key: str) -> PostType:
    """Return the type named `key`; raises Invalid beside the field `type`."""
    if key not in _types:
        raise errors.Invalid(fields={"type": _("There is no such kind of post.")})
    return _types[key]


def every() -> tuple[PostType, ...]:
    """Return all types, in the order of the model's choices."""
    order = Post.Type.values
    return tuple(sorted(_types.values(), key=lambda each: order.index(each.key)))
