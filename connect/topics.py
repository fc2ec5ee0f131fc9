"""The live topic of an address for news: its state and its log, for those who may look at it."""

from __future__ import annotations

from connect.selectors import webhooks
from live import registry

registry.add(registry.Kind(pattern="endpoint:(?P<public_id>[0-9a-z]{12})", may_listen=webhooks.may_look))
