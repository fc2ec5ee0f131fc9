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


KEY_LENGTH = 12
_types: dict[str, PostType] = {}


def add(post_type: PostType) -> None:
    """Register `post_type`; a key can be taken once, and has at most twelve letters."""
    if post_type.key in _types:
        raise ValueError(f"post type {post_type.key} is registered twice")
    if len(post_type.key) > KEY_LENGTH:
        raise ValueError(f"the key of post type {post_type.key} is longer than {KEY_LENGTH} letters")
    _types[post_type.key] = post_type


def get(key: str) -> PostType:
    """Return the type named `key`; raises Invalid beside the field `type`."""
    if key not in _types:
        raise errors.Invalid(fields={"type": _("There is no such kind of post.")})
    return _types[key]


def every() -> tuple[PostType, ...]:
    """Return all types: ours in the order of the model's choices, then those of other apps as they came."""
    ours = [_types[key] for key in Post.Type.values if key in _types]
    return (*ours, *(each for key, each in _types.items() if key not in Post.Type.values))
