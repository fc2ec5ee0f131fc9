"""What lies beside one another: in the shop, and in a brand's console."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.brand_tabs import tabs_of
from accounts.models import Brand
from accounts.requests import PageRequest
from lib import web
from rewards.policies import Action, Role, may


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


def brand_list(brand: Brand, role: Role, found: Any, current: str) -> dict[str, Any]:
    """Return what the lists of a brand's console share: a page `found`, and the tab that is open."""
    return {
        "nav": "console",
        "brand": brand,
        "found": found,
        "more_url": web.next_page(found.next_cursor),
        "may_write": may(Action.WRITE, role),
        "tabs": tabs_of(brand.slug, current),
    }
