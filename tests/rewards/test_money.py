"""Amounts: no two currencies look alike."""

from __future__ import annotations

import pytest
from django.utils import translation

from lib.money import EXPONENTS, Money


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_same_number_of_two_currencies_never_looks_the_same(language: str) -> None:
    with translation.override(language):
        signs = {str(Money(5 * 10**places, code)) for code, places in EXPONENTS.items()}

        assert len(signs) == len(EXPONENTS)
        assert str(Money(500, "CNY")) == "¥5"
