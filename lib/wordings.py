"""Texts in several languages: what of a form can be kept, and all of them for who judges them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lib import clean, errors

Texts = Mapping[str, str]
Wrong = dict[str, errors.Text]


def keep(texts: Texts, name: str, most: int, wrong: Wrong, cleaner: Callable[..., str] = clean.line) -> dict[str, str]:
    """Return the texts that say something, each cleaned; what cannot be kept goes into `wrong` beside its field."""
    kept = {}
    for code, _language in settings.LANGUAGES:
        clean_one = partial(cleaner, texts.get(code, ""), field=field_name(name, code), most=most)
        kept[code] = errors.gather(wrong, clean_one)
    return {code: words for code, words in kept.items() if words}


def labelled(columns: Iterable[tuple[str | Promise, Texts]]) -> list[tuple[str, str, str]]:
    """Return every text with its label and language, its code and its words: staff judge all that members will read."""
    languages = dict(settings.LANGUAGES)
    return [
        (_("%(label)s (%(language)s)") % {"label": label, "language": languages.get(code, code)}, code, words)
        for label, texts in columns
        for code, words in texts.items()
    ]


def field_name(name: str, language: str) -> str:
    """Return the field of a text in a language: `name` in English, `name_zh_hans` in Chinese."""
    return name if language == settings.LANGUAGE_CODE else f"{name}_{language.replace('-', '_')}"
