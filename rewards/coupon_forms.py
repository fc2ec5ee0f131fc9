"""The builder of a coupon: typed in whole money and per cent, kept in minor units and basis points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib import errors, money
from lib.draft_forms import DraftForm, Text, moment_field, number_field, offer, price_field
from rewards.amounts import plain_amount, too_fine
from rewards.models import Campaign, Coupon
from rewards.services.coupons import terms as rules_of
from rewards.services.coupons.codes import shown
from rewards.services.coupons.terms import Terms

MOST_CAMPAIGNS = 100
_AMOUNTS = {"amount": "value", "most": "most_minor", "least": "least_minor"}  # as typed: as the service calls them
_AS_THEY_ARE = ("kind", "currency", "opens_at", "closes_at", "per_member", "stacks", "is_single")


class CouponForm(DraftForm):
    """Everything of a coupon but its single codes."""

    TEXTS = {"name": Text("names", _("Name"), rules_of.NAME_LENGTH)}
    NEEDED = ("code", "max_uses", "per_member", "closes_at", "name")

    kind = forms.ChoiceField(label=_("What it takes off"), choices=Coupon.Kind.choices, widget=forms.RadioSelect)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in money.EXPONENTS])
    amount = price_field(_("Amount off"))
    percent = forms.DecimalField(
        label=_("Per cent off"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    most = price_field(_("But at most"), help_text=_("Only with per cent. Empty: no cap."))
    least = price_field(_("From a price of"), help_text=_("Empty: any price."))
    campaign = forms.ChoiceField(label=_("For which campaigns"), required=False)
    is_single = forms.BooleanField(
        label=_("Single codes, each good for one use"),
        help_text=_("Off: all share one code that you choose."),
        required=False,
    )
    code = forms.CharField(
        label=_("The code that all share"),
        help_text=_("4 to 24 letters and digits. Small and capital letters make no difference."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    max_uses = number_field(_("Uses in all"), most=rules_of.MOST_USES)
    per_member = number_field(_("Uses for each person"), most=rules_of.MOST_PER_MEMBER)
    stacks = forms.BooleanField(
        label=_("Goes together with others"),
        help_text=_("Up to three that all do. Amounts come off first, then per cent of what is left."),
        required=False,
    )
    opens_at = moment_field(_("Begins"), help_text=_("Empty: at once."))
    closes_at = moment_field(_("Ends"))

    def __init__(self, *args: Any, coupon: Coupon, code: str = "", **kwargs: Any) -> None:
        if not args or args[0] is None:
            kwargs["initial"] = _initial(coupon, code)
        super().__init__(*args, **kwargs)
        own = Campaign.objects.filter(
            brand=coupon.brand_id, state__in=("draft", "review", "scheduled", "open", "paused")
        )
        chosen = [(row.public_id, row.name or row.public_id) for row in own.order_by("-pk")[:MOST_CAMPAIGNS]]
        if coupon.campaign and coupon.campaign.public_id not in dict(chosen):
            chosen.append((coupon.campaign.public_id, coupon.campaign.name))
        offer(self, "campaign", [("", _("all our campaigns")), *chosen])

    @property
    def words(self) -> list[forms.BoundField]:
        return self.in_languages("name")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        for name in _AMOUNTS:
            if said.get(name) is not None and "currency" in said:
                said[name] = self._minor(name, said[name], said["currency"])
        return said

    def show(self, error: errors.Invalid) -> None:
        """Put the service's sentences beside the fields in which it was typed."""
        is_percent = self.cleaned_data.get("kind") == Coupon.Kind.PERCENT
        for name, sentence in error.fields.items():
            field = field_of(name, is_percent)
            self.add_error(field if field in self.fields else None, str(sentence))

    def terms(self) -> Terms:
        """Return what was sent, for the service; call it once it is valid."""
        said = self.cleaned_data
        is_percent = said["kind"] == Coupon.Kind.PERCENT
        share = int((said["percent"] or Decimal(0)) * 100)
        return Terms(
            **self.columns(),
            value=share if is_percent else said["amount"] or 0,
            most_minor=said["most"] or None,
            least_minor=said["least"] or 0,
            campaign=said["campaign"],
            code=said["code"],
            max_uses=said["max_uses"] or 0,
            **{name: said[name] for name in _AS_THEY_ARE if name != "per_member"},
            per_member=said["per_member"] or 1,
        )

    def _minor(self, name: str, amount: Decimal, currency: str) -> int | None:
        try:
            return money.from_major(amount, currency).minor
        except ValueError:
            self.add_error(name, str(too_fine(currency)))
            return None


def field_of(name: str, is_percent: bool) -> str:
    """Return the form's field for what the service calls `name`."""
    if name == "value":
        return "percent" if is_percent else "amount"
    return {minor: typed for typed, minor in _AMOUNTS.items()}.get(name, name)


def _initial(coupon: Coupon, code: str) -> dict[str, Any]:
    def typed(minor: int | None) -> Decimal | None:
        return plain_amount(money.Money(minor, coupon.currency)) if minor else None

    values: dict[str, Any] = {name: getattr(coupon, name) for name in _AS_THEY_ARE}
    values |= CouponForm.texts_in(coupon)
    values |= {"most": typed(coupon.most_minor), "least": typed(coupon.least_minor), "code": shown(code)}
    if coupon.is_percent:
        values["percent"] = Decimal(coupon.value).scaleb(-2).normalize() if coupon.value else None
    else:
        values["amount"] = typed(coupon.value)
    values["max_uses"] = coupon.max_uses or None
    values["campaign"] = coupon.campaign.public_id if coupon.campaign else ""
    return values
