"""What `manage.py check --deploy` says of messages to other programs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def webhooks(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Say when messages may go to this very machine, where only what is inside should speak."""
    if settings.HEARTH_WEBHOOKS_HERE and not settings.HEARTH_DEMO:
        told = "HEARTH_WEBHOOKS_HERE lets anybody with a console send to this machine, and without TLS."
        return [Warning(told, hint="For trials only.", id="connect.W001")]
    return []
