"""What the shop adds to a brand's console and page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.brand_registry import Shelf, Tab, shelves, tabs
from rewards.selectors import shelf

tabs.add(
    Tab(
        "campaigns",
        "rewards:console",
        _("Campaigns"),
        10,
        icon="store",
        hint=_("People buy together, and the price falls as they do."),
    )
)
tabs.add(
    Tab(
        "battles",
        "rewards:console-battles",
        _("Battles"),
        20,
        icon="swords",
        hint=_("Teams of your customers play for something you give."),
    )
)
tabs.add(
    Tab(
        "rewards",
        "rewards:console-rewards",
        _("Rewards"),
        40,
        icon="gift",
        hint=_("Something from you that members get for what they earned."),
    )
)
tabs.add(
    Tab(
        "garden",
        "rewards:console-seeds",
        _("Garden"),
        50,
        icon="sprout",
        hint=_("A seed that a group grows together; you give what comes of it."),
    )
)
tabs.add(
    Tab(
        "coupons",
        "rewards:console-coupons",
        _("Coupons"),
        60,
        icon="ticket-percent",
        hint=_("Something off the price of your team buys, at your cost."),
    )
)
shelves.add(Shelf("shop", 20, shelf.waiting, shelf.running, shelf.shown))
