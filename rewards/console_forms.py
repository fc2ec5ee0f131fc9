"""The builder of a campaign: forms that carry what was typed. What fits together is the service's to say."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib import errors, money
from lib.draft_forms import DraftForm, Text, moment_field, number_field, price_field
from rewards.amounts import plain_amount, too_fine
from rewards.models import Campaign
from rewards.services.buying import terms as rules_of
from rewards.services.buying.terms import Terms, Tier

SPARE_ROWS = 2


class CampaignForm(DraftForm):
    """Everything of a campaign but its ladder and pictures."""

    TEXTS = {
        "name": Text("names", _("Name"), rules_of.NAME_LENGTH),
        "tagline": Text("taglines", _("One line about it"), rules_of.TAGLINE_LENGTH),
        "story": Text("stories", _("Its story"), rules_of.STORY_LENGTH, 6),
        "policy": Text("policies", _("What you promise"), rules_of.POLICY_LENGTH, 4),
    }
    NEEDED = ("sizes", "stock", "per_member", "team_hours", "ship_days", "closes_at", "currency", "name", "story")

    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in money.EXPONENTS], required=False
    )
    single_minor = price_field(
        _("Price for buying alone"), help_text=_("Leave it empty if nobody can: then it takes a team.")
    )
    sizes = forms.CharField(
        label=_("Team sizes"),
        help_text=_("The captain chooses one. Separate them with commas: 3, 5, 10."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    stock = number_field(_("Stock"), most=2**31 - 1, help_text=_("How many you have. It is shown, and never oversold."))
    per_member = number_field(_("At most, each person"), most=32_767)
    team_hours = number_field(
        _("Hours a team has"),
        most=32_767,
        help_text=_(
            "A held card is let go by its bank after a few days: 120 hours at most, or choose to save the card."
        ),
    )
    has_waitlist = forms.BooleanField(label=_("Keep a waitlist when the stock is gone"), required=False)
    needs_address = forms.BooleanField(
        label=_("A parcel is sent"),
        help_text=_("Then buyers tell you where to. Switch it off for what needs no parcel: a lesson, a download."),
        required=False,
    )
    ship_days = number_field(
        _("Days until it is sent"),
        most=32_767,
        help_text=_(
            "Counted from the payment, or from the address if that comes later. After that buyers can have all their "
            "money back."
        ),
    )
    opens_at = moment_field(_("Opens"), help_text=_("Leave it empty to open as soon as it is approved."))
    closes_at = moment_field(_("Closes to new teams"), help_text=_("Teams that are forming then may finish."))
    payment_mode = forms.ChoiceField(
        label=_("How people pay"), choices=Campaign.PaymentMode.choices, required=False, widget=forms.RadioSelect
    )
    completion = forms.ChoiceField(
        label=_("When a team succeeds"), choices=Campaign.Completion.choices, required=False, widget=forms.RadioSelect
    )
    ratio_percent = number_field(
        _("Enough at the deadline, of 100 places"), most=100, help_text=_("Counts only where “enough” is asked for.")
    )

    @property
    def names(self) -> list[forms.BoundField]:
        return self.in_languages("name", "tagline", "story")

    @property
    def promises(self) -> list[forms.BoundField]:
        return self.in_languages("policy")

    def clean_sizes(self) -> list[int]:
        said = re.split(r"[\s,;，、；]+", self.cleaned_data["sizes"].strip())
        numbers = [part for part in said if part]
        if not all(re.fullmatch(r"[0-9]{1,6}", part) for part in numbers):
            raise forms.ValidationError(_("Numbers and commas only, please: 3, 5, 10."))
        return sorted({int(part) for part in numbers})

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        single = said.get("single_minor")
        if single is not None and "currency" in said:
            said["single_minor"] = self._minor(single, said["currency"])
        return said

    def _minor(self, amount: Decimal, currency: str) -> int | None:
        try:
            return money.from_major(amount, currency).minor
        except ValueError:
            self.add_error("single_minor", str(too_fine(currency)))
            return None


class TierForm(forms.Form):
    """A step of the ladder; an empty one is left out."""

    people = number_field(_("People, at least"), most=32_767)
    price = price_field(_("Each pays"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        for name, other in (("people", "price"), ("price", "people")):
            if said.get(name) is None and said.get(other) is not None and name not in self.errors:
                self.add_error(name, _("Both, please."))
        return said

    def tier(self, currency: str) -> Tier | None:
        """Return the step, None for an empty row. Raises: ValueError for what the currency cannot pay."""
        people, price = self.cleaned_data.get("people"), self.cleaned_data.get("price")
        if people is None or price is None:
            return None
        return Tier(people, money.from_major(price, currency).minor)


TierFormSet = forms.formset_factory(
    TierForm, extra=SPARE_ROWS, max_num=rules_of.MOST_TIERS + SPARE_ROWS, absolute_max=60
)


class Builder:
    """The forms of one draft, filled from it or from what was sent."""

    def __init__(self, campaign: Campaign, tiers: list[Tier], data: Any = None) -> None:
        self.form = CampaignForm(data, initial=None if data else _initial(campaign))
        rows = [
            {"people": tier.min_people, "price": plain_amount(money.Money(tier.price_minor, campaign.currency))}
            for tier in tiers
        ]
        self.rows = TierFormSet(data, prefix="tiers", initial=None if data else rows)
        self.tier_errors: list[str] = []
        self.picture_errors: dict[str, str] = {}
        self.rival = ""

    def is_valid(self) -> bool:
        """Say whether what was sent can be read at all."""
        is_read = self.form.is_valid() & self.rows.is_valid()
        return self._price_rows() and is_read if "currency" in self.form.cleaned_data else False

    def terms(self) -> Terms:
        """Return what was sent, for the service; call it once `is_valid`."""
        said = self.form.cleaned_data
        return Terms(
            **self.form.columns(),
            currency=said["currency"],
            tiers=self._tiers,
            single_minor=said["single_minor"],
            sizes=said["sizes"],
            stock=said["stock"] or 0,
            per_member=1 if said["per_member"] is None else said["per_member"],
            payment_mode=said["payment_mode"],
            completion=said["completion"],
            ratio_percent=100 if said["ratio_percent"] is None else said["ratio_percent"],
            team_hours=48 if said["team_hours"] is None else said["team_hours"],
            has_waitlist=said["has_waitlist"],
            needs_address=said["needs_address"],
            ship_days=14 if said["ship_days"] is None else said["ship_days"],
            opens_at=said["opens_at"],
            closes_at=said["closes_at"],
        )

    def show(self, error: errors.Invalid) -> None:
        """Put the service's sentences beside their fields."""
        for name, sentence in error.fields.items():
            if name == "tiers":
                self.tier_errors.append(str(sentence))
            elif name in self.form.fields:
                self.form.add_error(name, str(sentence))
            else:
                self.picture_errors[name] = str(sentence)

    @property
    def has_errors(self) -> bool:
        return bool(
            self.form.errors or self.rows.total_error_count() or self.tier_errors or self.picture_errors or self.rival
        )

    def _price_rows(self) -> bool:
        currency = self.form.cleaned_data["currency"]
        self._tiers: list[Tier] = []
        for row in self.rows:
            try:
                tier = row.tier(currency) if row.is_valid() else None
            except ValueError:
                row.add_error("price", str(too_fine(currency)))
                tier = None
            if tier:
                self._tiers.append(tier)
        return not self.rows.total_error_count()


_AS_THEY_ARE = (
    "currency", "per_member", "team_hours", "has_waitlist", "needs_address", "ship_days", "opens_at", "closes_at",
    "payment_mode", "completion", "ratio_percent",
)  # fmt: skip


def _initial(campaign: Campaign) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(campaign, name) for name in _AS_THEY_ARE}
    values["sizes"] = ", ".join(str(size) for size in campaign.sizes)
    values["stock"] = campaign.stock or None
    values["single_minor"] = plain_amount(campaign.single_price) if campaign.single_price else None
    return values | CampaignForm.texts_in(campaign)
