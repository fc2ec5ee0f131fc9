"""Who moves the money, how much of it one person may give back, and how long it is kept where parcels went."""

from __future__ import annotations

from config.settings.environment import env

HEARTH_PAYMENTS = env.str("HEARTH_PAYMENTS", "fake")
# Minor units by currency, as written; `rewards/limits.py` reads them.
HEARTH_REFUND_LIMITS = dict(part.partition("=")[::2] for part in env.list("HEARTH_REFUND_LIMITS", default=[]))
HEARTH_STRIPE_KEY = env.str("HEARTH_STRIPE_KEY", "")
HEARTH_STRIPE_WEBHOOK_SECRET = env.str("HEARTH_STRIPE_WEBHOOK_SECRET", "")
HEARTH_ADDRESS_DAYS = env.int("HEARTH_ADDRESS_DAYS", 90)
