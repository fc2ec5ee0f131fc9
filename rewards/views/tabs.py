"""What lies beside one another: in the shop, and in a brand's console."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import brand_tabs
from accounts.requests import PageRequest


def shop(request: PageRequest, current: str) -> list[dict[str, Any]]:
    """Return what there is to look at in the shop."""
    found = [
        ("campaigns", _("Campaigns"), reverse("rewards:campaign-list")),
        ("battles", _("Battles"), reverse("rewards:battles")),
        ("garden", _("Garden"), reverse("rewards:garden")),
    ]
    if request.user.is_authenticated:
        found.append(("orders", _("My orders"), reverse("rewards:order-list")))
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in found]


def console(slug: str, current: str) -> list[dict[str, Any]]:
    """Return what lies beside one another in a brand's console."""
    return brand_tabs.tabs_of(slug, current)
