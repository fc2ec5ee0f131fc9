"""Who moves the money, and how much of it one person may give back."""

from __future__ import annotations

from config.settings.environment import env

HEARTH_PAYMENTS = env.str("HEARTH_PAYMENTS", "fake")
HEARTH_REFUND_LIMIT_MINOR = env.int("HEARTH_REFUND_LIMIT_MINOR", 50_000)
HEARTH_STRIPE_KEY = env.str("HEARTH_STRIPE_KEY", "")
HEARTH_STRIPE_WEBHOOK_SECRET = env.str("HEARTH_STRIPE_WEBHOOK_SECRET", "")
