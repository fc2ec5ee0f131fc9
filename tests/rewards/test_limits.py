"""How much one person alone may give back, in each currency."""

from __future__ import annotations

import pytest

from rewards import checks, limits


def test_each_currency_has_a_limit_of_its_own(settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": "60000", "EUR": 6_000, "KRW": "0"}

    assert [limits.of(currency) for currency in ("CNY", "EUR", "KRW")] == [60_000, 6_000, 0]


def test_a_currency_that_is_not_named_has_500_of_its_major_units(settings):
    settings.HEARTH_REFUND_LIMITS = {"EUR": "6000"}

    assert [limits.of(currency) for currency in ("CNY", "JPY", "KWD")] == [50_000, 500, 500_000]


@pytest.mark.parametrize(
    "wrong", [{"CNYY": "50000"}, {"50000": ""}, {"CNY": "-1"}, {"CNY": "500.00"}, {"CNY": "much"}, {"CNY": "９"}]
)
def test_nonsense_is_named_by_the_deployment_check_and_never_counts(settings, wrong):
    settings.HEARTH_REFUND_LIMITS = wrong

    found = checks.payments(None)

    assert [message.id for message in found] == ["rewards.E003"]
    assert next(iter(wrong)) in found[0].msg
    assert limits.of("CNY") == 50_000


def test_sense_is_no_fault(settings):
    settings.HEARTH_REFUND_LIMITS = {"CNY": "50000", "JPY": "0"}

    assert "rewards.E003" not in [message.id for message in checks.payments(None)]
