"""Where news shall go, and which; the service behind it holds the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from connect.services.webhooks import destinations
from lib import public_id
from lib.webhook_events import Kind


class WebhookForm(forms.Form):
    """An address and what it hears of. `public_id` makes a form that comes twice add one address."""

    url = forms.CharField(
        label=_("Address"),
        max_length=destinations.LONGEST,
        widget=forms.URLInput(attrs={"placeholder": "https://shop.example.com/hearth", "dir": "ltr"}),
        help_text=_("Where your program takes what we send, by HTTPS."),
    )
    kinds = forms.MultipleChoiceField(label=_("What it hears of"), widget=forms.CheckboxSelectMultiple)
    public_id = forms.SlugField(widget=forms.HiddenInput, max_length=public_id.LENGTH)

    def __init__(self, *args: Any, kinds: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = kinds
        field = self.fields["kinds"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.name, kind.words) for kind in kinds]

    @property
    def chosen(self) -> list[str]:
        """Return the kinds that are ticked."""
        return list(self["kinds"].value() or [])
