"""What forms share: their fields, texts in every language, drafts that may lack anything, what a service refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy as _

from lib import errors, versions, wordings
from lib.moment_fields import MomentField
from lib.wordings import field_name

_MOMENT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Text:
    """A text that is written in every language: the column that keeps it, and its field."""

    column: str
    label: Any
    most: int
    rows: int = 1


class DraftForm(forms.Form):
    """A form with `TEXTS` by name, each in every language.

    A draft may lack anything: that fields are `NEEDED` in the end (texts: in the reader's language) only the reader is
    told, and the service checks it when the draft is sent in.
    """

    TEXTS: ClassVar[Mapping[str, Text]] = {}
    NEEDED: ClassVar[tuple[str, ...]] = ()
    rival = ""  # what is said when somebody else has saved meanwhile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, text in self.TEXTS.items():
            self.fields |= text_fields(name, text.label, text.most, text.rows)

    def full_clean(self) -> None:
        """Check what was sent as a draft, and mark what will be needed."""
        self._mark_needed(False)
        super().full_clean()
        self._mark_needed(True)

    def in_languages(self, *names: str) -> list[forms.BoundField]:
        """Return these texts' fields, the reader's own language first."""
        return [self[field_name(name, code)] for name in names for code, _language in in_reading_order()]

    def columns(self) -> dict[str, Any]:
        """Return what was written in each language, by column; call it once the form is valid."""
        return {text.column: texts_of(self.cleaned_data, name) for name, text in self.TEXTS.items()}

    @classmethod
    def texts_in(cls, row: Any) -> dict[str, Any]:
        """Return the values of the texts' fields as `row` keeps them."""
        found: dict[str, Any] = {}
        for name, text in cls.TEXTS.items():
            found |= initial_texts(name, getattr(row, text.column))
        return found

    @classmethod
    def labelled(cls, row: Any) -> list[tuple[str, str, str]]:
        """Return every text of `row` with its label and language: staff judge all that members will read."""
        return wordings.labelled((text.label, getattr(row, text.column)) for text in cls.TEXTS.values())

    def show(self, error: errors.Invalid) -> None:
        """Put the service's sentences beside their fields."""
        show(self, error)

    @property
    def has_errors(self) -> bool:
        return bool(self.errors or self.rival)

    def _mark_needed(self, is_needed: bool) -> None:
        own = in_reading_order()[0][0]
        for name in self.NEEDED:
            self.fields[field_name(name, own) if name in self.TEXTS else name].required = is_needed


class Draft(Protocol):
    """A form, or several that are sent as one."""

    rival: str

    def show(self, error: errors.Invalid) -> None: ...


def attempt(draft: Draft, act: Callable[[], object]) -> bool:
    """Do it, and say whether it is done; what is wrong stands beside its field, and somebody else's save above all."""
    try:
        act()
    except errors.Invalid as error:
        draft.show(error)
    except versions.ChangedMeanwhile as error:
        draft.rival = str(error)
    else:
        return True
    return False


def show(form: forms.Form, error: errors.Invalid) -> None:
    """Put the service's sentences beside their fields, and above all what belongs to none."""
    for name, sentence in error.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))


def in_reading_order() -> list[tuple[str, str]]:
    """Return the languages, the reader's own first."""
    languages = [(code, str(name)) for code, name in settings.LANGUAGES]
    return sorted(languages, key=lambda language: language[0] != get_language())


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of choices those of this form."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = list(choices)


def number_field(label: Any, *, most: int = 10**9, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, **more)


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    formats = [_MOMENT, "%Y-%m-%dT%H:%M:%S"]
    return MomentField(label=label, widget=widget, input_formats=formats, required=False, **more)


def price_field(label: Any, *, required: bool = False, **more: Any) -> forms.DecimalField:
    """Return the field of an amount in whole units of its currency; how fine it may be the currency says."""
    widget = forms.NumberInput(attrs={"step": "any", "min": "0", "inputmode": "decimal"})
    more |= {"max_digits": 15, "decimal_places": 3, "min_value": 0}
    return forms.DecimalField(label=label, widget=widget, required=required, **more)


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
