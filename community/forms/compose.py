"""The composer's fields. They only carry what was typed: every check is the service's, beside the same field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from community.services import text
from community.services.composition import Composition, Picture
from lib import errors


class ComposeForm(forms.Form):
    """Title, text, group and brand; feelings, kind and pictures are drawn by elements of their own."""

    group = forms.ChoiceField(label=_("Where"))
    brand = forms.ChoiceField(label=_("In whose name"), required=False)
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=text.TITLE_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = forms.CharField(
        label=_("What you want to say"),
        max_length=text.POST_LIMIT,
        widget=forms.Textarea(
            attrs={
                "rows": 8,
                "data-shortcut-submit": "",
                "data-controller": "mentions",
                "data-people": reverse_lazy("accounts:person-named"),
                "data-people-label": _("People"),
            }
        ),
    )

    def __init__(self, *args: Any, groups: list[tuple[str, str]], brands: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        # Who sits at one table only writes there; everybody else says where, so that nothing is told in a wrong room.
        self._set_choices("group", groups if len(groups) == 1 else [("", _("Choose a group")), *groups])
        self._set_choices("brand", [("", _("My own")), *brands])
        if not brands:
            del self.fields["brand"]
        for field in self.fields.values():
            field.validators = []
            if isinstance(field, forms.CharField):
                field.widget.attrs.pop("maxlength", None)

    def ask(self, prompt: str) -> None:
        """Show what this kind of post is about in the empty text field."""
        self.fields["body"].widget.attrs["placeholder"] = prompt

    def _set_choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def show(self, error: errors.Invalid) -> dict[str, list[str]]:
        """Put the service's sentences beside their fields; return those for parts that are not fields of this form."""
        self.full_clean()
        self._errors = forms.utils.ErrorDict()
        elsewhere: dict[str, list[str]] = {}
        for name, sentence in error.fields.items():
            if name in self.fields:
                self._errors.setdefault(name, self.error_class()).append(str(sentence))
            else:
                elsewhere[name] = [str(sentence)]
        return elsewhere


def composition_from(data: QueryDict) -> Composition:
    """Return what was posted, unchecked."""
    pictures = zip(data.getlist("picture"), data.getlist("alt"), strict=False)
    return Composition(
        body=data.get("body", ""),
        emotions=tuple(data.getlist("emotions")),
        type=data.get("type", "note"),
        title=data.get("title", ""),
        pictures=tuple(Picture(public_id, alt) for public_id, alt in pictures),
        brand=data.get("brand", ""),
        suggested=tuple(data.getlist("suggested")),
        dismissed=tuple(data.getlist("dismissed")),
    )
