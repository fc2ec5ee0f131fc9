"""What coupons take off a price, for any coupons, prices and currencies."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from lib.money import EXPONENTS
from rewards import charges, discounts


def amount(value: int) -> Any:
    return {"coupon": "a", "names": {}, "kind": "amount", "value": value, "most": None}


def share(value: int, most: int | None = None) -> Any:
    return {"coupon": "p", "names": {}, "kind": "percent", "value": value, "most": most}


stacks = st.lists(
    st.one_of(
        st.builds(amount, st.integers(1, 10**9)),
        st.builds(share, st.integers(1, 10_000), st.none() | st.integers(1, 10**7)),
    ),
    max_size=3,
)
prices = st.integers(1, 10**9)


@given(stacks, prices, prices, st.sampled_from(sorted(EXPONENTS)))
def test_a_discount_leaves_the_least_charge_and_a_lower_price_never_costs_more(terms, price, other, currency):
    left = price - discounts.total(terms, price, currency)
    also = other - discounts.total(terms, other, currency)

    assert min(price, charges.least(currency)) <= left <= price
    assert (left <= also) if price <= other else (also <= left)
    assert sum(discounts.shares(terms, price, currency)) == price - left
    assert left in (price, charges.rounded_up(left, currency))


@pytest.mark.parametrize(
    ("terms", "price", "currency", "off"),
    [
        ([amount(1_000), share(1_000)], 10_000, "CNY", [1_000, 900]),  # ten per cent of what is left
        ([share(1_000, 300)], 10_000, "CNY", [300]),
        ([share(3_333)], 100, "JPY", [33]),  # whole yen, rounded down
        ([share(3_333)], 10_010, "KWD", [3_330]),  # of thousandths, of which banks charge whole tens
        ([amount(1_003), share(1_000)], 10_000, "KWD", [1_000, 900]),
        ([share(10_000)], 10_000, "EUR", [9_950]),
        ([amount(5_000), amount(5_000)], 6_000, "CNY", [5_000, 600]),
        ([amount(10)], 30, "GBP", [0]),
    ],
)
def test_each_takes_off_what_its_terms_say_of_what_is_left(terms, price, currency, off):
    assert discounts.shares(terms, price, currency) == off
