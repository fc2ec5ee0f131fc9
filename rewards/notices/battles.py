"""What players, the people of brands and the staff of the site are told of team battles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from accounts.selectors import brands
from inbox import registry
from rewards.notices import audiences, words


def _halfway(data: Mapping[str, Any], actor: str) -> str:
    ahead = _("Half of “%(battle)s” is over: %(ahead)s is in front with %(score)s.")
    level = _("Half of “%(battle)s” is over, and nobody has brought anything yet.")
    return words.said(ahead if data.get("score") else level)(data, actor)


def _last_hour(data: Mapping[str, Any], actor: str) -> str:
    ahead = _("The last hour of “%(battle)s”: %(ahead)s is in front with %(score)s.")
    level = _("The last hour of “%(battle)s”: everything is still open.")
    return words.said(ahead if data.get("score") else level)(data, actor)


def _void(data: Mapping[str, Any], actor: str) -> str:
    why = _("“%(battle)s” was called off: %(reason)s")
    few = _("“%(battle)s” did not begin: too few teams had players.")
    return words.said(why if data.get("reason") else few)(data, actor)


for kind in (
    registry.Kind(
        "battle_entered",
        gettext_lazy("Battles that my captain enters with our team"),
        words.said(gettext_lazy("Your team is in “%(battle)s” now: its captain entered it, and you play along.")),
        icon="swords",
    ),
    registry.Kind(
        "battle_begun",
        gettext_lazy("Battles of mine that begin"),
        words.said(gettext_lazy("“%(battle)s” has begun. What you do from now on counts for your team.")),
        icon="flag",
    ),
    registry.Kind("battle_halfway", gettext_lazy("How it stands halfway"), _halfway, icon="timer"),
    registry.Kind(
        "battle_last_hour", gettext_lazy("How it stands before the last hour"), _last_hour, icon="alarm-clock"
    ),
    registry.Kind(
        "battle_counted",
        gettext_lazy("Battles of mine that are counted"),
        words.said(gettext_lazy("“%(battle)s” is counted. For a day you can object; then it is final.")),
        icon="calculator",
    ),
    registry.Kind(
        "battle_answer",
        gettext_lazy("Answers to my objections"),
        words.said(gettext_lazy("Your objection to the count of “%(battle)s” has its answer.")),
        icon="message-circle-reply",
    ),
    registry.Kind(
        "battle_story",
        gettext_lazy("Stories of battles I played in"),
        words.said(gettext_lazy("“%(battle)s” is final. Its story is there, with your name on the wall.")),
        icon="book-open",
    ),
    registry.Kind(
        "battle_picture",
        gettext_lazy("My pictures in albums that were hidden"),
        words.said(gettext_lazy("Your picture in the album of “%(battle)s” was hidden: %(reason)s")),
        icon="image-off",
    ),
    registry.Kind("battle_void", gettext_lazy("Battles that are called off"), _void, icon="circle-off"),
    registry.Kind(
        "battle_report",
        gettext_lazy("Pictures in albums that are reported"),
        words.said(gettext_lazy("Somebody reports a picture in the album of “%(battle)s”.")),
        icon="flag",
        audience=audiences.sells,
    ),
    registry.Kind(
        "battle_submitted",
        gettext_lazy("Battles that wait for review"),
        words.said(gettext_lazy("A brand asks you to review “%(battle)s”.")),
        icon="clipboard-list",
        audience=audiences.is_staff,
    ),
    registry.Kind(
        "battle_objection",
        gettext_lazy("Objections to counts of battles"),
        words.said(gettext_lazy("A player objects to the count of “%(battle)s”.")),
        icon="gavel",
        audience=audiences.is_staff,
    ),
    registry.Kind(
        "battle_announced",
        gettext_lazy("Battles of my brand that are announced"),
        words.said(gettext_lazy("“%(battle)s” is approved and announced. Its rules are frozen and public.")),
        icon="badge-check",
        audience=brands.works_for_any,
    ),
    registry.Kind(
        "battle_sent_back",
        gettext_lazy("Battles of my brand that come back from review"),
        words.said(gettext_lazy("“%(battle)s” came back from review: %(reason)s")),
        icon="undo-2",
        audience=brands.works_for_any,
    ),
):
    registry.add(kind, chapter=gettext_lazy("Team battles"))
