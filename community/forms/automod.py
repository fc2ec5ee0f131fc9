"""The form of a rule of automod: it only carries what was typed; every check is the service's, beside its field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import AutomodRule, Cause, GroupRule
from community.services.automod import wishes
from community.services.automod.wishes import Wish
from lib import draft_forms, errors
from lib.draft_forms import number_field

_LABELS: dict[tuple[str, str], Any] = {
    (Cause.WORDS, "lines"): _("Words or phrases, one a line"),
    (Cause.LINKS, "lines"): _("Sites, one a line"),
    (Cause.NEWCOMER, "most"): _("How many of their first texts?"),
    (Cause.NEWCOMER, "days"): _("For how many days after joining?"),
    (Cause.MENTIONS, "most"): _("How many people may be mentioned?"),
    (Cause.REPEAT, "most"): _("How often may the same be written within a day?"),
}
_HELP: dict[tuple[str, str], Any] = {
    (Cause.WORDS, "lines"): _(
        "Found as whole words, whatever their case; Chinese and Japanese also inside a sentence."
    ),
    (Cause.LINKS, "lines"): _("As example.com, with everything below it. Empty: any link to another site."),
    (Cause.NEWCOMER, "most"): _("0 when it does not depend on that."),
    (Cause.NEWCOMER, "days"): _("0 when it does not depend on that."),
}


class AutomodForm(forms.Form):
    """What to look for, what to do then, and in the name of which rule."""

    act = forms.ChoiceField(label=_("What happens then?"), choices=AutomodRule.Act.choices, widget=forms.RadioSelect)
    rule = forms.TypedChoiceField(label=_("In the name of which rule?"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, cause: str, rules: Iterable[GroupRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self._cause = cause
        named = [(rule.number, f"{rule.number}. {rule.title}") for rule in rules]
        draft_forms.offer(self, "rule", [("", _("Please choose")), *named])
        about = {name: self._field(name) for name in wishes.fields_of(cause)}
        self.fields = {**about, **self.fields}
        for name in about:
            self.fields[name].required = cause in (Cause.WORDS, Cause.MENTIONS, Cause.REPEAT)

    def wish(self) -> Wish:
        """Return what was typed; call it once it is valid."""
        return Wish(cause=self._cause, **self.cleaned_data)

    def show(self, wrong: errors.Invalid) -> None:
        """Put the service's sentences beside their fields."""
        draft_forms.show(self, wrong)

    @staticmethod
    def values_of(rule: AutomodRule) -> dict[str, Any]:
        """Return the values of the fields as a rule keeps them."""
        number = rule.rule.number if rule.rule.retired_at is None else ""
        return {"act": rule.act, "rule": number, "lines": "\n".join(rule.lines), "most": rule.most, "days": rule.days}

    def _field(self, name: str) -> forms.Field:
        label, help_text = _LABELS[self._cause, name], _HELP.get((self._cause, name), "")
        if name == "lines":
            widget = forms.Textarea(attrs={"rows": 8})
            return forms.CharField(label=label, help_text=help_text, widget=widget, required=False)
        return number_field(label, help_text=help_text, most=wishes.MOST_FIRST)
