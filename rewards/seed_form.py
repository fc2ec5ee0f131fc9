"""The form of a seed: it carries what was typed; what fits together is the service's to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.draft_forms import DraftForm, Text
from rewards.models import Seed
from rewards.services.garden import seeds


def _number(name: str, label: Any, **more: Any) -> forms.IntegerField:
    least, most = seeds.RANGES[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class SeedForm(DraftForm):
    """Everything of a seed; texts may be empty in a draft."""

    TEXTS = {
        "name": Text("names", _("Name"), seeds.NAME_LENGTH),
        "story": Text("stories", _("Its story"), seeds.STORY_LENGTH, 5),
        "harvest": Text("harvests", _("The harvest, and how it comes to people"), seeds.HARVEST_LENGTH, 2),
    }

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
        own = {"kind": seed.kind, **{name: getattr(seed, name) for name in seeds.RANGES}}
        super().__init__(data, initial=own | self.texts_in(seed))

    @property
    def texts(self) -> list[forms.BoundField]:
        return self.in_languages(*self.TEXTS)

    def terms(self) -> seeds.Terms:
        """Return what was typed. Only of a valid form."""
        said = self.cleaned_data
        return seeds.Terms(**self.columns(), kind=said["kind"], **{name: said[name] for name in seeds.RANGES})
