"""What one says when taking a seat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lib import errors
from lib.draft_forms import offer
from lib.errors import Text
from rewards.models import Campaign, Seat
from rewards.selectors.coupons import Mine
from rewards.services.coupons import checks

MOST_TICKED = 10


def plans_of(campaign: Campaign) -> list[tuple[str, Text]]:
    """Return what one can choose for the case that the team fails, in words that are true of how one pays."""
    if campaign.payment_mode != Campaign.PaymentMode.PREPAY:
        return list(Seat.PlanB.choices)
    stop = _("Stop, and give me back what I paid")
    return [(Seat.PlanB.MOVE.value, Seat.PlanB.MOVE.label), (Seat.PlanB.STOP.value, stop)]


class JoinForm(forms.Form):
    """A place in a team; `alone` leaves out what makes no sense without others."""

    plan_b = forms.ChoiceField(
        label=_("If the team does not come together"),
        choices=Seat.PlanB.choices,
        initial=Seat.PlanB.STOP,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("A word to the brand"),
        help_text=_("A size, a colour, a name to write on the card. Only the brand reads it."),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    coupons = forms.CharField(
        label=_("Coupon"),
        help_text=_("Its code; with several, a comma between them. At most three."),
        max_length=checks.LONGEST_INPUT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(
        self, *args: Any, campaign: Campaign, mine: Sequence[Mine] = (), alone: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mine = mine
        offer(self, "plan_b", plans_of(campaign))
        if alone:
            self.fields["plan_b"].required = False
            self.fields["plan_b"].widget = forms.HiddenInput()

    def clean_coupons(self) -> tuple[str, ...]:
        """Return the codes that were ticked and those that were typed; which of them go is said by who takes them."""
        try:
            return checks.from_list([*self._ticked(), *checks.read(self.cleaned_data["coupons"])])
        except errors.HearthError as error:
            raise forms.ValidationError(str(error.message)) from error

    @property
    def own_coupons(self) -> list[tuple[Mine, bool]]:
        """Return the member's own coupons that go here, each with whether it is ticked."""
        ticked = self._ticked()
        return [(each, each.code in ticked) for each in self.mine]

    def _ticked(self) -> list[str]:
        return cast("QueryDict", self.data).getlist("own")[:MOST_TICKED] if self.is_bound else []

    def clean_plan_b(self) -> str:
        return str(self.cleaned_data["plan_b"] or Seat.PlanB.STOP)


class OpenForm(JoinForm):
    """A team of one's own."""

    size = forms.TypedChoiceField(label=_("How many are you?"), coerce=int, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("A name for the team"),
        help_text=_("Without one it is called after you."),
        max_length=40,
        required=False,
    )
    is_listed = forms.BooleanField(
        label=_("Show the team on the campaign’s page, so that others find it"), required=False, initial=True
    )
    field_order = ("size", "name", "is_listed", "coupons", "plan_b", "note")

    def __init__(self, *args: Any, sizes: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "size", [(size, str(size)) for size in sizes])
        if len(sizes) == 1:
            self.fields["size"].initial = sizes[0]
