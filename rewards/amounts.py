"""How the forms of brands say amounts."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from lib import errors, money


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
