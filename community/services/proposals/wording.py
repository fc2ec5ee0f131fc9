"""The texts of a proposal as somebody writes them: what of them can be kept, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.models import Proposal
from community.models.proposal import TEXTS
from community.services import text
from lib import clean, errors, languages

TITLE_LENGTH, TEXT_LENGTH = 120, 4_000
Wrong = dict[str, errors.Text]


@dataclass(frozen=True)
class Words:
    """A proposal's texts; all but the title in Markdown."""

    title: str = ""
    problem: str = ""
    audience: str = ""
    sketch: str = ""
    change: str = ""


def keepable(words: Words) -> dict[str, Any]:
    """Return the columns of the proposal, ready to store, however unfinished they are. Raises: Invalid by field."""
    wrong: Wrong = {}
    values: dict[str, Any] = {"htmls": {}}
    for name in TEXTS:
        try:
            values[name] = _clean(name, getattr(words, name), values["htmls"])
        except errors.Invalid as error:
            wrong |= error.fields
    if wrong:
        raise errors.Invalid(fields=wrong)
    values["language"] = languages.language_of("\n".join(values[name] for name in TEXTS))
    return values


def lacks(texts: Mapping[str, str]) -> Wrong:
    """Return a sentence for each of `texts` that says too little for anybody to judge it."""
    asked = {
        "title": _("Give it a name that says what it is."),
        "problem": _("Say what is wrong today, or what is missing."),
        "audience": _("Say for whom it would be."),
        "sketch": _("Sketch what you would make, in a few sentences."),
        "change": _("Say what it would change."),
    }
    return {
        name: sentence for name, sentence in asked.items() if name in texts and len(texts[name].strip()) < _LEAST[name]
    }


def texts_of(proposal: Proposal) -> dict[str, str]:
    """Return the texts as a version keeps them."""
    return {name: getattr(proposal, name) for name in TEXTS}


def write(proposal: Proposal, values: Mapping[str, Any]) -> None:
    """Put columns on the proposal; the caller saves."""
    for name, value in values.items():
        setattr(proposal, name, value)


_LEAST = {"title": 4, "problem": 10, "audience": 2, "sketch": 10, "change": 4}


def _clean(name: str, said: str, htmls: dict[str, str]) -> str:
    if name == "title":
        return clean.line(said, field=name, most=TITLE_LENGTH)
    if not clean.block(said, field=name, most=TEXT_LENGTH):
        return ""
    parsed = text.parse(said, most=TEXT_LENGTH, field=name)
    htmls[name] = text.render(parsed, {})
    return parsed.source
