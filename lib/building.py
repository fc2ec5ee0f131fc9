"""Form fields that builders share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy as _

from lib.wordings import field_name

_MOMENT = "%Y-%m-%dT%H:%M"


def in_reading_order() -> list[tuple[str, str]]:
    """Return the languages, the reader's own first."""
    languages = [(code, str(name)) for code, name in settings.LANGUAGES]
    return sorted(languages, key=lambda language: language[0] != get_language())


def number_field(label: Any, *, most: int = 10**9, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, **more)


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    formats = [_MOMENT, "%Y-%m-%dT%H:%M:%S"]
    return forms.DateTimeField(label=label, widget=widget, input_formats=formats, required=False, **more)


def text_fields(name: str, label: Any, most: int, rows: int = 1) -> dict[str, forms.CharField]:
    """Return a field in each language, the reader's own first, by its name."""
    found = {}
    for code, language in in_reading_order():
        widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
        said = _("%(label)s (%(language)s)") % {"label": label, "language": language}
        found[field_name(name, code)] = forms.CharField(label=said, max_length=most, widget=widget, required=False)
    return found


def texts_of(said: dict[str, Any], name: str) -> dict[str, str]:
    """Return what was written in each language."""
    return {code: said.get(field_name(name, code), "") for code, _language in settings.LANGUAGES}


def initial_texts(name: str, texts: dict[str, str]) -> dict[str, str]:
    """Return the values of the fields that `text_fields` made."""
    return {field_name(name, code): words for code, words in texts.items()}
