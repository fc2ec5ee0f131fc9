"""The form of a meetup. It only carries what was typed: every check is the service's, beside the same field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from community.services.meetups import terms
from community.services.meetups.terms import Plan
from lib import draft_forms, errors
from lib.draft_forms import moment_field, number_field


class MeetupForm(forms.Form):
    """A meetup in the time zone of whoever writes it, which `zone_words` names."""

    title = forms.CharField(label=_("What is it called?"), max_length=terms.TITLE_LENGTH)
    begins_at = moment_field(_("It begins"))
    ends_at = moment_field(_("It ends"))
    venue = forms.CharField(
        label=pgettext_lazy("meetup", "Where"),
        max_length=terms.VENUE_LENGTH,
        required=False,
        help_text=_("A place in words, a link below, or both."),
    )
    link = forms.CharField(
        label=pgettext_lazy("meetup", "A link"),
        max_length=terms.LINK_LENGTH,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("To a map, or to the room where you meet online."),
    )
    places = number_field(
        _("How many places are there?"),
        help_text=_("Empty: as many as like. When all are taken, one can wait in line."),
    )
    body = forms.CharField(
        label=_("What should people know?"),
        max_length=terms.BODY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-controller": "autosize"}),
        help_text=_("Markdown. What you will do, what to bring, how to find you."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name in ("begins_at", "ends_at"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Say what is missing beside the times that are missing, too: the service is not asked then."""
        found = super().clean() or self.cleaned_data
        if not found.get("venue", "-") and not found.get("link", "-"):
            self.add_error("venue", terms.NOWHERE)
        return found

    @property
    def zone(self) -> str:
        """The time zone in which times are read."""
        return timezone.get_current_timezone_name()

    def plan(self) -> Plan:
        """Return what was typed; call it once it is valid."""
        return Plan(**self.cleaned_data)

    def show(self, wrong: errors.Invalid) -> None:
        """Put the service's sentences beside their fields."""
        draft_forms.show(self, wrong)


def initial_of(plan: Plan) -> dict[str, Any]:
    """Return the values of a meetup that is changed."""
    return {name: getattr(plan, name) for name in MeetupForm.base_fields}
