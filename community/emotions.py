"""What the twelve emotions mean here; their words, shapes and colours are in `look.emotions`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from look.emotions import EMOTIONS as LOOKS, HEAVY, EmotionLook


@dataclass(frozen=True, slots=True)
class Emotion:
    """A feeling: the sentence that opens its page, and where to go when it is too much."""

    key: str
    intro: str | Promise
    opposite: str

    @property
    def is_heavy(self) -> bool:
        return self.key in HEAVY

    @property
    def look(self) -> EmotionLook:
        return LOOKS[self.key]

    @property
    def label(self) -> str | Promise:
        return self.look.label


EMOTIONS: Mapping[str, Emotion] = {
    emotion.key: emotion
    for emotion in (
        Emotion("joy", _("Good news, small and large. Borrow some."), "calm"),
        Emotion("fun", _("For the laugh you did not plan."), "calm"),
        Emotion("warmth", _("What people did for each other, and how it felt."), "fun"),
        Emotion("gratitude", _("Thank-you notes that found their address."), "inspired"),
        Emotion("inspired", _("Things that made somebody get up and try."), "calm"),
        Emotion("hope", _("Not there yet, and going on."), "gratitude"),
        Emotion("calm", _("Slow water. Nobody is in a hurry here."), "fun"),
        Emotion("wonder", _("The moment before understanding."), "calm"),
        Emotion("sad", _("Some days are heavy. You can read without answering, and leave when you like."), "warmth"),
        Emotion("anxious", _("Worries, said aloud. Nobody here will tell you to just relax."), "calm"),
        Emotion("angry", _("What people are cross about, kept to the thing and not the person."), "gratitude"),
        Emotion("dislike", _("Honest warnings and things that did not work."), "inspired"),
    )
}
