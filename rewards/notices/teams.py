"""What members are told of the teams they are in, and of seats kept for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from inbox import registry
from rewards.notices import words


def _offer(data: Mapping[str, Any], actor: str) -> str:
    sentence = ngettext(
        "One seat in “%(campaign)s” is kept for you until %(until)s.",
        "%(seats)s seats in “%(campaign)s” are kept for you until %(until)s.",
        int(data.get("seats", 1)),
    )
    return words.said(sentence)(data, actor)


def _failed(data: Mapping[str, Any], actor: str) -> str:
    if data.get("mode") == "prepay":
        sentence = _("Your team for “%(campaign)s” did not come together. Everything you paid comes back by itself.")
    else:
        sentence = _("Your team for “%(campaign)s” did not come together. Nothing is charged.")
    return words.said(sentence)(data, actor)


for kind in (
    registry.Kind(
        "buy_joined",
        gettext_lazy("People who join my team"),
        words.said(gettext_lazy("%(name)s is in: your team for “%(campaign)s” has %(confirmed)s of %(size)s.")),
        icon="user-round-plus",
    ),
    registry.Kind(
        "buy_captain",
        gettext_lazy("Teams I am asked to lead"),
        words.said(gettext_lazy("You lead the team for “%(campaign)s” now: its captain had to leave.")),
        icon="flag",
    ),
    registry.Kind(
        "buy_merge",
        gettext_lazy("Captains who propose to join another team"),
        words.said(gettext_lazy("%(name)s proposes to join another team for “%(campaign)s”. Do you move along?")),
        icon="git-merge",
    ),
    registry.Kind(
        "buy_extended",
        gettext_lazy("Teams of mine that get more time"),
        words.said(gettext_lazy("“%(campaign)s” goes on after its pause: your team has time until %(until)s now.")),
        icon="alarm-clock-plus",
    ),
    registry.Kind("buy_failed", gettext_lazy("Teams that did not come together"), _failed, icon="circle-off"),
    registry.Kind(
        "buy_moved",
        gettext_lazy("Seats that moved to another team"),
        words.said(gettext_lazy("As you had chosen, your seat for “%(campaign)s” moved to another team.")),
        icon="arrow-right-left",
    ),
    registry.Kind(
        "buy_lost",
        gettext_lazy("Places I lose because a hold runs out"),
        words.said(
            gettext_lazy(
                "Your bank let the hold for “%(campaign)s” go before your team was complete. Your place is free again, "
                "and nothing was charged."
            )
        ),
        icon="timer-off",
    ),
    registry.Kind("buy_offer", gettext_lazy("Seats kept for me"), _offer, icon="ticket"),
):
    registry.add(kind, chapter=gettext_lazy("Team buys"))
