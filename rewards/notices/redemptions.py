"""What members are told of what they redeemed, and brands and staff of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _, gettext_lazy

from accounts.selectors import brands
from inbox import registry
from lib import texts
from rewards.notices import audiences, words


def _ending(data: Mapping[str, Any], actor: str) -> str:
    """A day, not a minute: until its end it can be used."""
    until = timezone.localtime(datetime.fromisoformat(str(data["until"])))
    words_of = {"reward": texts.pick(data.get("reward", {})), "until": formats.date_format(until, "DATE_FORMAT")}
    return _("“%(reward)s” can be used until %(until)s.") % words_of


def _issued(data: Mapping[str, Any], actor: str) -> str:
    sentence = {
        "item": _("“%(reward)s” is on its way to you."),
        "code": _("“%(reward)s” is yours: its code is with it."),
    }.get(str(data.get("kind")), _("“%(reward)s” is yours: how it works is with it."))
    return words.said(sentence)(data, actor)


def _expired(data: Mapping[str, Any], actor: str) -> str:
    back, gone = _("“%(reward)s” has ended unused: its spark is back."), _("“%(reward)s” has ended unused.")
    return words.said(back if data.get("points") == "back" else gone)(data, actor)


_LAPSED = gettext_lazy("%(brand)s did not answer about “%(reward)s” within a week. Your spark is back.")
_ENDED = {
    "never_sent": gettext_lazy("“%(reward)s” was never sent. Your spark is back."),
    "no_address": gettext_lazy("“%(reward)s” is over: nobody knew where to send it. Your spark is back."),
}
_NOWHERE_FREE = gettext_lazy("“%(reward)s” is over: nobody knew where to send it.")
_LATE = gettext_lazy("“%(reward)s” should have been sent by now. You can wait, or have your spark back.")
_LATE_FREE = gettext_lazy("“%(reward)s” should have been sent by now. %(brand)s was told so.")
_WHERE = gettext_lazy("%(brand)s cannot send “%(reward)s” yet: where shall it go?")
_WHERE_AT_LAST = gettext_lazy("Where shall “%(reward)s” go? Say it by %(until)s, or it goes to somebody else.")


def _lapsed(data: Mapping[str, Any], actor: str) -> str:
    paid = _ENDED.get(str(data.get("about")), _LAPSED)
    return words.said(_NOWHERE_FREE if data.get("is_free") else paid)(data, actor)


def _late(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_LATE_FREE if data.get("is_free") else _LATE)(data, actor)


def _where(data: Mapping[str, Any], actor: str) -> str:
    return words.said(_WHERE_AT_LAST if data.get("until") else _WHERE)(data, actor)


def _reversed(data: Mapping[str, Any], actor: str) -> str:
    paid = _("“%(reward)s” was taken back: %(reason)s Your spark is there again.")
    free = _("“%(reward)s” was taken back: %(reason)s")
    return words.said(free if data.get("is_free") else paid)(data, actor)


for kind in (
    registry.Kind(
        "redeem_approved",
        gettext_lazy("What I redeem and a parcel is packed for"),
        words.said(gettext_lazy("%(brand)s packs “%(reward)s” for you. Does it know where to send it?")),
        icon="package",
    ),
    registry.Kind(
        "redeem_address",
        gettext_lazy("What I redeem and whose address is missing"),
        _where,
        icon="map-pin",
    ),
    registry.Kind("redeem_late", gettext_lazy("What I redeem and is late"), _late, icon="clock-alert"),
    registry.Kind("redeem_issued", gettext_lazy("What I redeem and get"), _issued, icon="gift"),
    registry.Kind(
        "redeem_rejected",
        gettext_lazy("What I redeem and do not get"),
        words.said(gettext_lazy("“%(reward)s” was not granted: %(reason)s Your spark is back.")),
        icon="undo-2",
    ),
    registry.Kind(
        "redeem_lapsed",
        gettext_lazy("What I redeem and nobody answers"),
        _lapsed,
        icon="undo-2",
    ),
    registry.Kind(
        "redeem_ending",
        gettext_lazy("What I redeemed and that ends soon"),
        _ending,
        icon="alarm-clock",
    ),
    registry.Kind("redeem_expired", gettext_lazy("What I redeemed and did not use"), _expired, icon="timer-off"),
    registry.Kind("redeem_reversed", gettext_lazy("What I redeemed and is taken back"), _reversed, icon="undo-2"),
    registry.Kind(
        "redeem_waits",
        gettext_lazy("Redemptions that wait for my brand"),
        words.said(gettext_lazy("%(name)s asks for “%(reward)s”. Please answer within a week.")),
        icon="hand-heart",
        audience=brands.works_for_any,
    ),
    registry.Kind(
        "reward_submitted",
        gettext_lazy("Rewards that wait for review"),
        words.said(gettext_lazy("%(brand)s asks you to review “%(reward)s”.")),
        icon="clipboard-list",
        audience=audiences.is_staff,
    ),
    registry.Kind(
        "reward_opened",
        gettext_lazy("Rewards of my brand that are in the catalogue"),
        words.said(gettext_lazy("“%(reward)s” is in the catalogue.")),
        icon="badge-check",
        audience=brands.works_for_any,
    ),
    registry.Kind(
        "reward_sent_back",
        gettext_lazy("Rewards of my brand that come back from review"),
        words.said(gettext_lazy("“%(reward)s” came back from review: %(reason)s")),
        icon="undo-2",
        audience=brands.works_for_any,
    ),
):
    registry.add(kind, chapter=gettext_lazy("Rewards"))
