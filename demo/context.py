"""What the demo adds to pages; nothing on a real community."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from demo import people


def demo(_request: HttpRequest) -> dict[str, object]:
    """Offer `demo_accounts` and `shows_mailbox` to templates where HEARTH_DEMO is on."""
    if not settings.HEARTH_DEMO:
        return {}
    accounts = {"password": people.PASSWORD, "people": people.ACCOUNTS}
    return {"demo_accounts": accounts, "shows_mailbox": settings.SHOW_MAILBOX}
