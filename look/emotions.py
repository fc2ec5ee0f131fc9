"""How each emotion looks. Colours live in `static/css/moods.css`, keyed by the same word."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class EmotionLook:
    """A shape and a word, so that a feeling is never told by colour alone."""

    key: str
    label: str | Promise
    icon: str


EMOTIONS: dict[str, EmotionLook] = {
    look.key: look
    for look in (
        EmotionLook("joy", _("Joy"), "sun"),
        EmotionLook("fun", _("Fun"), "laugh"),
        EmotionLook("warmth", _("Warmth"), "heart"),
        EmotionLook("gratitude", _("Gratitude"), "hand-heart"),
        EmotionLook("inspired", _("Inspired"), "sparkles"),
        EmotionLook("hope", _("Hope"), "sprout"),
        EmotionLook("calm", _("Calm"), "waves-horizontal"),
        EmotionLook("wonder", _("Wonder"), "eye"),
        EmotionLook("sad", _("Sad"), "droplet"),
        EmotionLook("anxious", _("Anxious"), "scribble"),
        EmotionLook("angry", _("Angry"), "flame"),
        EmotionLook("dislike", _("Dislike"), "circle-slash"),
    )
}


HEAVY = frozenset(
    {"sad", "anxious", "angry", "dislike"}
)  # what carries one of these is answered quietly, never celebrated


def look_of(key: str) -> EmotionLook:
    """Return the look of an emotion; a key a community added itself gets a plain dot and its own word."""
    return EMOTIONS.get(key) or EmotionLook(key, key.replace("-", " ").capitalize(), "circle-dot")
