"""Amounts of money: whole minor units of one currency. What cannot be added is refused, never rounded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils import formats

# ISO 4217 minor units of the currencies a campaign may use, and the sign that people know; no two share one.
EXPONENTS = {"CNY": 2, "EUR": 2, "GBP": 2, "USD": 2, "HKD": 2, "JPY": 0, "KRW": 0, "KWD": 3}
_SIGNS = {"CNY": "¥", "EUR": "€", "GBP": "£", "USD": "$", "HKD": "HK$", "JPY": "JP¥", "KRW": "₩", "KWD": "KD "}


class CurrencyMismatch(TypeError):
    """Two currencies were about to be mixed: a fault of the program, never of its user."""


@dataclass(frozen=True, order=False, slots=True)
class Money:
    """`minor` whole minor units (cents, fen, yen) of the ISO 4217 `currency`."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("money is counted in whole minor units")
        if self.currency not in EXPONENTS:
            raise ValueError(f"unknown currency {self.currency!r}")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __str__(self) -> str:
        return shown(self)

    @property
    def major(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-EXPONENTS[self.currency])

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor


def from_major(amount: Decimal, currency: str) -> Money:
    """Return the money that `amount` major units are; raises ValueError when it has more decimals than the currency."""
    minor = amount.scaleb(EXPONENTS[currency])
    if minor != minor.to_integral_value(ROUND_HALF_EVEN):
        raise ValueError(f"{currency} has {EXPONENTS[currency]} decimals")
    return Money(int(minor), currency)


def shown(money: Money) -> str:
    """Return the amount as the active language writes it: `¥1,280.50`; whole amounts without their zeros."""
    exponent = EXPONENTS[money.currency]
    places = exponent if money.minor % 10**exponent else 0
    number = formats.number_format(abs(money.major), decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{'−' if money.minor < 0 else ''}{_SIGNS[money.currency]}{number}"
