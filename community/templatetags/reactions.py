"""The four reactions as buttons draw them."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise

from community.models import Reaction
from look.emotions import look_of

register = template.Library()
_ICONS = {"felt": "heart", "hug": "heart-handshake", "cheer": "party-popper", "thanks": "hand-heart"}


@dataclass(frozen=True)
class Button:
    """A reaction's key, icon and words."""

    key: str
    icon: str
    label: str | Promise


@register.simple_tag
def reaction_kinds(mood: str = "") -> dict[str, Button]:
    """Return the kinds by key; "felt" wears the shape of the post's first feeling."""
    icons = _ICONS | ({"felt": look_of(mood).icon} if mood else {})
    return {kind.value: Button(kind.value, icons[kind.value], kind.label) for kind in Reaction.Kind}


@register.simple_tag
def reaction_now(kinds: dict[str, Button], felt: str) -> Button:
    """Return the reader's own reaction, or the one a press would give."""
    return kinds.get(felt) or kinds["felt"]
