"""The fields of a proposal. They only carry what was typed: every check is the service's, beside the same field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from community import studio
from community.models import Proposal
from community.models.proposal import TEXTS
from community.services.proposals.wording import TEXT_LENGTH, TITLE_LENGTH, Words
from lib import errors


class WordsForm(forms.Form):
    """The five texts and the brand that is asked."""

    def __init__(self, *args: Any, with_brand: bool = True, names: tuple[str, ...] = TEXTS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for each in studio.HELPS:
            if each.name in names:
                self.fields[each.name] = _field(each)
        if with_brand:
            self.fields["brand"] = forms.ChoiceField(
                label=_("Which brand should make it?"),
                choices=[("", _("Not decided yet")), *brands()],
                required=False,
            )

    def words(self) -> Words:
        """Return what was posted, unchecked."""
        return Words(**{name: self.data.get(name, "") for name in TEXTS})

    def show(self, error: errors.Invalid | None) -> dict[str, str]:
        """Put the service's sentences beside their fields; return those for parts that are not fields of this form."""
        self.full_clean()
        self._errors = forms.utils.ErrorDict()
        elsewhere: dict[str, str] = {}
        for name, sentence in (error.fields if error else {}).items():
            if name in self.fields:
                self._errors.setdefault(name, self.error_class()).append(str(sentence))
            else:
                elsewhere[name] = str(sentence)
        return elsewhere


def brands() -> list[tuple[str, str]]:
    """Return (slug, name) of every brand that can be asked. Queries: 1."""
    return [(brand.slug, brand.name) for brand in Brand.objects.order_by("slug")]


def brand_of(slug: str) -> Brand | None:
    """Return the brand that was chosen, None for none or one that never was. Queries: 1, or none."""
    is_slug = slug and len(slug) < 100 and "\x00" not in slug
    return Brand.objects.filter(slug=slug).first() if is_slug else None


def as_data(proposal: Proposal) -> dict[str, str]:
    """Return a proposal as its form would have posted it."""
    texts = {name: getattr(proposal, name) for name in TEXTS}
    return {**texts, "brand": proposal.brand.slug if proposal.brand else ""}


def _field(each: studio.Help) -> forms.CharField:
    is_line = each.name == "title"
    rows = {"audience": 2, "change": 3}.get(each.name, 5)
    widget: forms.Widget = (
        forms.TextInput(attrs={"autocomplete": "off"}) if is_line else forms.Textarea(attrs={"rows": rows})
    )
    widget.attrs["placeholder"] = each.question
    made = forms.CharField(
        label=str(each.label),
        help_text=str(each.tip),
        max_length=TITLE_LENGTH if is_line else TEXT_LENGTH,
        widget=widget,
    )
    made.validators = []
    made.widget.attrs.pop("maxlength", None)
    return made
