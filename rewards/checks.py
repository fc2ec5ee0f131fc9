"""What `manage.py check --deploy` says of payments."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from rewards import limits
from rewards.payments import PROVIDERS


@register(Tags.security, deploy=True)
def payments(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Say when nobody pays, or nobody can."""
    if settings.HEARTH_PAYMENTS not in PROVIDERS:
        return [Error("HEARTH_PAYMENTS names no provider.", hint=", ".join(PROVIDERS), id="rewards.E001")]
    wrong = limits.nonsense()
    if wrong:
        named = f"HEARTH_REFUND_LIMITS says what nobody can mean: {', '.join(wrong)}."
        return [Error(named, hint="CNY=50000,EUR=6000: whole minor units of known currencies", id="rewards.E003")]
    if settings.HEARTH_PAYMENTS == "stripe" and not (
        settings.HEARTH_STRIPE_KEY and settings.HEARTH_STRIPE_WEBHOOK_SECRET
    ):
        return [Error("Stripe needs HEARTH_STRIPE_KEY and HEARTH_STRIPE_WEBHOOK_SECRET.", id="rewards.E002")]
    if settings.HEARTH_PAYMENTS == "fake" and not settings.HEARTH_DEMO:
        return [Warning("Payments go to the fake bank: whoever presses Pay has paid.", id="rewards.W001")]
    return []
