"""What helps to write a proposal: shapes to begin with, and what each text should say. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Shape:
    """A way to begin: its first sentences stand in the texts, to be written over."""

    key: str
    label: Text
    texts: Mapping[str, Text] = field(default_factory=dict)

    def words(self) -> dict[str, str]:
        """Return the texts in the reader's language."""
        return {name: str(text) for name, text in self.texts.items()}


@dataclass(frozen=True)
class Help:
    """What a text should say, and what makes it strong."""

    name: str
    label: Text
    question: Text
    tip: Text


SHAPES = (
    Shape("blank", _("An empty page")),
    Shape(
        "annoys",
        _("Something annoys me"),
        {
            "problem": _("What annoys me is … It happens when … Until now I help myself by …"),
            "change": _("I would no longer have to …"),
        },
    ),
    Shape(
        "missing",
        _("Something is missing"),
        {
            "problem": _("I looked for … and found only …, which is not it because …"),
            "sketch": _("It would be … The most important part of it is …"),
        },
    ),
    Shape(
        "better",
        _("Something could be better"),
        {
            "problem": _("I have used … for … What works is … What does not is …"),
            "sketch": _("Keep everything, but change …"),
            "change": _("It would last longer, cost less, or …"),
        },
    ),
)
HELPS = (
    Help(
        "title",
        _("Its name"),
        _("What is it, in a few words?"),
        _("Name the thing, not the feeling: “Refill pouches for tea tins” finds friends, “A better world” does not."),
    ),
    Help(
        "problem",
        _("What is wrong today"),
        _("What happens, when, and how often?"),
        _("Tell one moment that happened to you. Others will say whether it happens to them as well."),
    ),
    Help(
        "audience",
        _("For whom"),
        _("Who has this problem?"),
        _("The narrower, the better: people who would miss it if it did not exist."),
    ),
    Help(
        "sketch",
        _("What we would make"),
        _("What would it be, roughly?"),
        _("Rough is right. A drawing on paper, photographed, says more than a page."),
    ),
    Help(
        "change",
        _("What it would change"),
        _("What would be different for them?"),
        _("Something one could count or see makes it easy for a brand to say yes."),
    ),
)


def shape(key: str) -> Shape:
    """Return a shape, the empty page for a key that nobody knows."""
    return next((each for each in SHAPES if each.key == key), SHAPES[0])
