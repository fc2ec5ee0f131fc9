"""What somebody says of a key that they make; the service behind it holds the rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, ngettext

from connect.scopes import Scope
from connect.services import keys
from lib import public_id


class KeyForm(forms.Form):
    """A new key: its name, what it may be used for and how long. `public_id` makes a form that comes twice one key."""

    name = forms.CharField(
        label=_("Name"),
        max_length=keys.NAME_LENGTH,
        help_text=_("Where it will be kept, as in “till in the shop”: so that you know what stops when you revoke it."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what it may be used for: one thing at least.")},
    )
    days = forms.TypedChoiceField(label=_("It ends after"), coerce=int, initial=keys.USUAL_DAYS)
    public_id = forms.SlugField(widget=forms.HiddenInput, max_length=public_id.LENGTH)

    def __init__(self, *args: Any, offered: Iterable[Scope], is_brands: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [
            {"key": scope.key, "label": scope.label, "hint": scope.of_brand if is_brands else scope.hint}
            for scope in offered
        ]
        self._choices("scopes", [(scope["key"], scope["label"]) for scope in self.offered])
        self._choices("days", [(days, ngettext("%d day", "%d days", days) % days) for days in keys.DAYS])

    @property
    def chosen(self) -> list[str]:
        """Return the scopes that are ticked."""
        return list(self["scopes"].value() or [])

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
