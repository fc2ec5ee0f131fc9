"""What people are told of the addresses that news goes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.selectors import brands
from connect.models import Endpoint
from inbox import registry
from lib import texts


def _off(data: Mapping[str, Any], actor: str) -> str:
    reason = data.get("reason", "")
    label = Endpoint.Off(reason).label if reason in Endpoint.Off.values else ""
    words = {"url": data.get("url", ""), "brand": texts.pick(data.get("brand", {})), "reason": label}
    if words["brand"]:
        return str(_("News of %(brand)s is not sent to %(url)s any more. %(reason)s.") % words)
    return str(_("News is not sent to %(url)s any more. %(reason)s.") % words)


registry.add(
    registry.Kind(
        "webhook_off",
        _("Addresses for news that were switched off"),
        _off,
        icon="waypoints",
        audience=lambda user: user.is_staff or brands.works_for_any(user),
    ),
    chapter=_("Brands"),
)
