"""What staff and a brand's owners are told of money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from inbox import registry
from rewards.notices import audiences, words

_ANSWERS = {
    "sent": _("%(name)s agreed: %(amount)s for “%(campaign)s” is on its way back."),
    "refused": _("%(name)s refused to give back %(amount)s for “%(campaign)s”."),
    "overtaken": _("The %(amount)s for “%(campaign)s” need no second person any more: the whole order went back."),
}
_TAKEN = {
    "gateway": _("%(amount)s for “%(campaign)s” was given back at the bank, not from here. The order was changed."),
    "chargeback": _("The buyer's bank took back %(amount)s for “%(campaign)s”. The order was changed."),
    "dispute": _("A buyer's bank asks for %(amount)s for “%(campaign)s” back. Answer it at your payment provider."),
}


def _answer(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_ANSWERS.get(str(data.get("answer")), _ANSWERS["refused"]))(data, actor)


def _taken(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_TAKEN.get(str(data.get("cause")), _TAKEN["gateway"]))(data, actor)


for kind in (
    registry.Kind(
        "refund_waits",
        _("Refunds that need a second person"),
        words.said(_("%(name)s asks to give back %(amount)s for “%(campaign)s”. A second person has to agree.")),
        icon="hand-coins",
        audience=audiences.is_staff,
    ),
    registry.Kind(
        "refund_answered", _("Answers to refunds I asked for"), _answer, icon="undo-2", audience=audiences.sells
    ),
    registry.Kind(
        "money_taken_back",
        _("Money that banks take back from my brand"),
        _taken,
        icon="landmark",
        audience=audiences.sells,
    ),
):
    registry.add(kind, chapter=_("Orders, money, coupons"))
