"""Where a parcel shall go, as a form that browsers can fill in by themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import User
from lib import errors
from lib.draft_forms import offer
from rewards import countries
from rewards.models import Whereabouts
from rewards.services.buying import addresses
from rewards.services.buying.addresses import LENGTHS, Address


def _text(name: str, label: Any, autocomplete: str, *, required: bool = False, **more: Any) -> forms.CharField:
    kind = more.pop("widget", forms.TextInput)
    widget = kind(attrs={"autocomplete": autocomplete, **more.pop("attrs", {})})
    return forms.CharField(label=label, max_length=LENGTHS[name], required=required, widget=widget, **more)


class AddressForm(forms.Form):
    """What the service takes; `data` fills it, else what the member wrote last, else what their time zone says."""

    recipient = _text("recipient", _("Who receives it"), "name", required=True)
    phone = _text(
        "phone", _("Telephone"), "tel", widget=forms.TelInput, help_text=_("The carrier may call before it comes.")
    )
    country = forms.ChoiceField(label=_("Country or region"), widget=forms.Select(attrs={"autocomplete": "country"}))
    region = _text("region", _("Province or state"), "address-level1")
    city = _text("city", _("City"), "address-level2", required=True)
    postcode = _text("postcode", _("Postcode"), "postal-code")
    line1 = _text("line1", _("Street and number"), "address-line1", required=True)
    line2 = _text("line2", _("Building, floor, door"), "address-line2")

    def __init__(self, data: Any = None, *, member: User, known: Whereabouts | None = None) -> None:
        first = {name: getattr(known, name) for name in LENGTHS} if known else {}
        super().__init__(data, initial={"country": countries.of_zone(member.time_zone), **first}, auto_id="to_%s")
        likely = countries.likely(zone=member.time_zone, before=first.get("country", ""))
        choices = [
            ("", gettext("Please choose")),
            (gettext("Most likely"), likely),
            (gettext("All, by name"), countries.choices()),
        ]
        offer(self, "country", choices)

    def clean(self) -> dict[str, Any]:
        """Say at once all that the service would refuse, beside its field."""
        said: dict[str, Any] = self.cleaned_data
        try:
            addresses.checked(self.address())
        except errors.Invalid as error:
            for name, sentence in error.fields.items():
                if name not in self.errors:
                    self.add_error(name, str(sentence))
        return said

    def address(self) -> Address:
        """Return what was sent, for the service."""
        return Address(**{name: self.cleaned_data.get(name, "") for name in LENGTHS})
