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
    "done_by_hand": _("%(name)s agreed: %(amount)s for “%(campaign)s” went back another way."),
    "refused_by_hand": _("%(name)s does not agree that %(amount)s for “%(campaign)s” went back another way."),
    "overtaken_by_hand": _("The bank gave back %(amount)s for “%(campaign)s” after all."),
    "failed": _("The bank did not give back %(amount)s for “%(campaign)s”."),
    "overtaken": _("The %(amount)s for “%(campaign)s” need no second person any more: the whole order went back."),
}
_TAKEN = {
    "gateway": _("%(amount)s for “%(campaign)s” was given back at the bank, not from here. The order was changed."),
    "chargeback": _("The buyer's bank took back %(amount)s for “%(campaign)s”. The order was changed."),
    "twice": _("The bank gave back %(amount)s for “%(campaign)s” after all: its buyer has it twice."),
    "dispute": _("A buyer's bank asks for %(amount)s for “%(campaign)s” back. Answer it at your payment provider."),
}


def _answer(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_ANSWERS.get(str(data.get("answer")), _ANSWERS["refused"]))(data, actor)


_SAID = _("%(name)s says that %(amount)s for “%(campaign)s” went back another way. A second person has to agree.")
_WAITS = _("%(name)s asks to give back %(amount)s for “%(campaign)s”. A second person has to agree.")


def _waits(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_SAID if data.get("reference") else _WAITS)(data, actor)


def _taken(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_TAKEN.get(str(data.get("cause")), _TAKEN["gateway"]))(data, actor)


for kind in (
    registry.Kind(
        "refund_waits",
        _("Refunds that need a second person"),
        _waits,
        icon="hand-coins",
        audience=audiences.is_staff,
    ),
    registry.Kind(
        "refund_answered", _("Answers to refunds I asked for"), _answer, icon="undo-2", audience=audiences.sells
    ),
    registry.Kind(
        "refund_stuck",
        _("Refunds that banks do not make"),
        words.said(_("The bank does not give back %(amount)s for “%(campaign)s”. Send it to its buyer another way.")),
        icon="circle-alert",
        audience=audiences.sells,
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
