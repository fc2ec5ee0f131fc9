"""What banks charge: no less than so much, and in no finer steps. Pure; amounts in minor units."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lib import errors
from lib.money import EXPONENTS, Money

# Source: Stripe's minimum charges (2026); where it names none, what 0.50 USD comes to, rounded up.
LEAST = {"CNY": 400, "EUR": 50, "GBP": 30, "USD": 50, "HKD": 400, "JPY": 50, "KRW": 800, "KWD": 200}
# Source: https://docs.stripe.com/currencies#three-decimal
STEPS = {"KWD": 10}


def least(currency: str) -> int:
    """Return the least that is charged."""
    return LEAST.get(currency, 5 * 10 ** EXPONENTS[currency])


def rounded_up(minor: int, currency: str) -> int:
    """Return the next amount from `minor` on that can be charged and given back."""
    step = STEPS.get(currency, 1)
    return -(-minor // step) * step


def wrong_price(minor: int, currency: str) -> errors.Text | None:
    """Return why no bank would charge a price, None when it would."""
    if minor < least(currency):
        return _("Banks charge no less than %(least)s.") % {"least": Money(least(currency), currency)}
    return too_fine(minor, currency)


def too_fine(minor: int, currency: str) -> errors.Text | None:
    """Return that no bank moves an amount so exact, None when it does."""
    if minor == rounded_up(minor, currency):
        return None
    return _("Banks move %(currency)s in steps of %(step)s.") % {
        "currency": currency,
        "step": Money(STEPS[currency], currency),
    }
