"""The form of a seed: it carries what was typed; what fits together is the service's to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib import errors
from rewards.fields import in_reading_order
from rewards.models import Seed
from rewards.services.garden import seeds
from rewards.services.terms import field_name

TEXTS = {
    "name": (_("Name"), seeds.NAME_LENGTH, 1),
    "story": (_("Its story"), seeds.STORY_LENGTH, 5),
    "harvest": (_("The harvest, and how it comes to people"), seeds.HARVEST_LENGTH, 2),
}
_COLUMNS = {"name": "names", "story": "stories", "harvest": "harvests"}


def _number(name: str, label: Any, **more: Any) -> forms.IntegerField:
    least, most = seeds.RANGES[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class SeedForm(forms.Form):
    """Everything of a seed; texts may be empty in a draft."""

    kind = forms.ChoiceField(label=_("What it becomes"), choices=Seed.Kind.choices, widget=forms.RadioSelect)
    goal = _number(
        "goal", _("Sunshine it needs"), help_text=_("One sunshine is one point of growth that is earned there.")
    )
    most_each = _number(
        "most_each", _("At most from each member"), help_text=_("Half of it or less: it is grown together.")
    )
    days = _number("days", _("Days to grow"))
    stock = _number(
        "stock", _("Harvests you can give"), help_text=_("A plant is planted only while its harvest is kept for it.")
    )

    def __init__(self, seed: Seed, data: Any = None) -> None:
        super().__init__(data, initial=self._initial(seed))
        self.use_required_attribute = False
        for name, (label, most, rows) in TEXTS.items():
            for code, language in in_reading_order():
                widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
                self.fields[field_name(name, code)] = forms.CharField(
                    label=_("%(label)s (%(language)s)") % {"label": label, "language": language},
                    max_length=most,
                    widget=widget,
                    required=False,
                )

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[field_name(name, code)] for name in TEXTS for code, _language in in_reading_order()]

    def terms(self) -> seeds.Terms:
        """Return what was typed. Only of a valid form."""
        said = self.cleaned_data
        words: dict[str, Any] = {
            column: {code: said[field_name(name, code)] for code, _language in in_reading_order()}
            for name, column in _COLUMNS.items()
        }
        return seeds.Terms(**words, kind=said["kind"], **{name: said[name] for name in seeds.RANGES})

    def show(self, error: errors.Invalid) -> None:
        """Mark the fields that the service refused."""
        for name, sentence in error.fields.items():
            self.add_error(name if name in self.fields else None, str(sentence))

    @staticmethod
    def _initial(seed: Seed) -> dict[str, Any]:
        found: dict[str, Any] = {"kind": seed.kind, **{name: getattr(seed, name) for name in seeds.RANGES}}
        for name, column in _COLUMNS.items():
            for code, _language in in_reading_order():
                found[field_name(name, code)] = getattr(seed, column).get(code, "")
        return found
