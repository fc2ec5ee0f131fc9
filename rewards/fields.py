"""Fields that the forms of brands share, and how they say languages and amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib import errors, money
from lib.building import in_reading_order

__all__ = ["in_reading_order", "moment_field", "number_field", "plain_amount", "price_field", "too_fine"]
_MOMENT = "%Y-%m-%dT%H:%M"


def number_field(label: Any, *, most: int = 10**12, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, **more)


def price_field(label: Any, **more: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "any", "min": "0", "inputmode": "decimal"})
    return forms.DecimalField(label=label, max_digits=15, decimal_places=3, min_value=0, widget=widget, **more)


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S"], **more)


def too_fine(currency: str) -> errors.Text:
    """Say that an amount has more decimals than its currency."""
    places = money.EXPONENTS[currency]
    if not places:
        return _("%(currency)s has no decimals.") % {"currency": currency}
    return _("%(currency)s has %(places)s decimals.") % {"currency": currency, "places": places}


def plain_amount(amount: money.Money) -> Decimal:
    """Return the amount as one types it: 80, not 80.00."""
    whole = amount.major.to_integral_value()
    return whole if whole == amount.major else amount.major
