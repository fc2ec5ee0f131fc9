"""What lies beside one another in a brand's console: accounts' own pages, and what apps add."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.brand_registry import Tab, tabs

tabs.add(Tab("overview", "accounts:console", _("Overview"), 0, icon="layout-dashboard"))
tabs.add(Tab("page", "accounts:brand-page", _("Page"), 80, icon="pencil"))
tabs.add(Tab("people", "accounts:brand-people", _("People"), 90, icon="users"))


def tabs_of(slug: str, current: str) -> list[dict[str, Any]]:
    """Return the tabs of the console of the brand `slug`."""
    return [
        {
            "label": tab.label,
            "icon": tab.icon,
            "url": reverse(tab.url_name, args=[slug]),
            "is_current": tab.key == current,
        }
        for tab in tabs.every()
    ]
