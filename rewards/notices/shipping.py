"""What the people of a brand are told of orders that are to be sent, and of those that went back unsent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _, ngettext

from accounts.selectors import brands
from inbox import registry
from rewards.notices import audiences, words

_GONE = {
    "late": _("%(name)s took back what was late of “%(campaign)s”. Do not send it any more."),
    "never_sent": _("Orders of “%(campaign)s” went back to their buyers: they were a month late."),
    "no_address": _("Orders of “%(campaign)s” went back to their buyers, who never said where to."),
}

_OWED = _("“%(reward)s” was won, or friends unlocked it, and it is a month late. Please send it.")
_NOT_SENT = {
    "never_sent": _("“%(reward)s” was a month late: the spark went back. Do not send it any more."),
    "no_address": _("“%(reward)s” is free for somebody else: nobody said where to send it."),
}


def _due(data: Mapping[str, Any], actor: str) -> str:
    orders = int(data.get("orders", 0))
    if data.get("about") == "late":
        said = ngettext(
            "%(orders)s order of “%(campaign)s” is late. Its buyer can have the money back now.",
            "%(orders)s orders of “%(campaign)s” are late. Their buyers can have the money back now.",
            orders,
        )
    else:
        said = ngettext(
            "%(orders)s order of “%(campaign)s” is to be sent by %(until)s.",
            "%(orders)s orders of “%(campaign)s” are to be sent, the first by %(until)s.",
            orders,
        )
    return words.said(said)(data, actor)


def _parcels(data: Mapping[str, Any], actor: str) -> str:
    things = int(data.get("orders", 0))
    if data.get("about") == "owed":
        said = str(_OWED)
    elif data.get("about") == "late":
        said = ngettext("%(orders)s of “%(reward)s” is late.", "%(orders)s of “%(reward)s” are late.", things)
    else:
        said = ngettext(
            "%(orders)s of “%(reward)s” is to be sent by %(until)s.",
            "%(orders)s of “%(reward)s” are to be sent, the first by %(until)s.",
            things,
        )
    return words.said(said)(data, actor)


def _parcels_gone(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_NOT_SENT.get(str(data.get("about")), _NOT_SENT["never_sent"]))(data, actor)


def _gone(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_GONE.get(str(data.get("about")), _GONE["never_sent"]))(data, actor)


for kind in (
    registry.Kind(
        "orders_due",
        _("Orders of my brand that are due or late"),
        _due,
        icon="package",
        audience=brands.works_for_any,
    ),
    registry.Kind(
        "orders_gone",
        _("Orders of my brand that went back unsent"),
        _gone,
        icon="package-x",
        audience=brands.works_for_any,
    ),
):
    registry.add(kind, chapter=_("Orders, money, coupons"))
for kind in (
    registry.Kind("parcels_due", _("Rewards of my brand to send"), _parcels, icon="package", audience=audiences.sells),
    registry.Kind(
        "parcels_gone",
        _("Rewards of my brand that were never sent"),
        _parcels_gone,
        icon="package-x",
        audience=brands.works_for_any,
    ),
):
    registry.add(kind, chapter=_("Rewards"))
