"""What members are told of their orders and their money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from inbox import registry
from rewards.notices import words

_WHERE = gettext_lazy("Where shall “%(campaign)s” go? The brand cannot send it before you say.")
_WHERE_AT_LAST = gettext_lazy("Where shall “%(campaign)s” go? Say it by %(until)s, or your money comes back by itself.")


_BACK = {
    "stuck": gettext_lazy(
        "The bank does not give %(amount)s for “%(campaign)s” back to you. The brand can send it another way."
    ),
    "said": gettext_lazy("%(amount)s for “%(campaign)s” was sent to you another way: %(reference)s. Has it come?"),
    "by_hand": gettext_lazy("%(amount)s for “%(campaign)s” went back to you another way: %(reference)s."),
}
_ON_ITS_WAY = gettext_lazy("%(amount)s for “%(campaign)s” is on its way back to you.")


def _back(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_BACK.get(str(data.get("about")), _ON_ITS_WAY))(data, actor)


def _where(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_WHERE_AT_LAST if data.get("until") else _WHERE)(data, actor)


for kind in (
    registry.Kind(
        "buy_succeeded",
        gettext_lazy("Teams that came together"),
        words.said(gettext_lazy("Your team for “%(campaign)s” came together: everybody pays %(price)s.")),
        icon="party-popper",
    ),
    registry.Kind(
        "buy_paid",
        gettext_lazy("Orders that are paid"),
        words.said(gettext_lazy("Your order of “%(campaign)s” is paid. The receipt is with it.")),
        icon="receipt",
    ),
    registry.Kind(
        "buy_address",
        gettext_lazy("Orders whose address is missing"),
        _where,
        icon="map-pin",
    ),
    registry.Kind(
        "buy_late",
        gettext_lazy("Orders that are late"),
        words.said(
            gettext_lazy("“%(campaign)s” should have been sent by now. You can wait, or have all your money back.")
        ),
        icon="clock-alert",
    ),
    registry.Kind(
        "buy_fix",
        gettext_lazy("Payments that need a look"),
        words.said(
            gettext_lazy("The bank declined the payment for “%(campaign)s”. Until %(until)s your seat is kept for you.")
        ),
        icon="credit-card",
    ),
    registry.Kind(
        "buy_refunded",
        gettext_lazy("Money that comes back"),
        _back,
        icon="undo-2",
    ),
):
    registry.add(kind, chapter=gettext_lazy("Orders, money, coupons"))
