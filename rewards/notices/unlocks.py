"""What members are told of unlocking something together: its owner, and the friends who helped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from inbox import registry
from lib import texts
from rewards.notices import words


def _helped(data: Mapping[str, Any], actor: str) -> str:
    others = data.get("others", 0)
    reward = texts.pick(data.get("reward", {}))
    if not others:
        return _("%(name)s helps you with “%(reward)s”.") % {"name": actor, "reward": reward}
    said = ngettext(
        "%(name)s and %(n)s other help you with “%(reward)s”.",
        "%(name)s and %(n)s others help you with “%(reward)s”.",
        others,
    )
    return said % {"name": actor, "n": others, "reward": reward}


def _waits(data: Mapping[str, Any], actor: str) -> str:
    gone = _(
        "Enough friends have helped, but the last “%(reward)s” is gone. You are in line and told when there is one."
    )
    paused = _("Enough friends have helped, but “%(reward)s” is paused. You are in line and told when it goes on.")
    return words.said(gone if data.get("why") == "none_left" else paused)(data, actor)


def _ending(data: Mapping[str, Any], actor: str) -> str:
    if not data.get("is_open"):
        return words.said(_("“%(reward)s” is kept for you until %(until)s: claim it."))(data, actor)
    said = words.said(_("“%(reward)s”: friends can help until %(until)s."))(data, actor)
    counted = _("%(helped)s of %(needed)s so far.") % {"helped": data.get("helped"), "needed": data.get("needed")}
    return texts.join((said, counted))


def _expired(data: Mapping[str, Any], actor: str) -> str:
    sentence = {
        "unclaimed": _("“%(reward)s” was not claimed in time: somebody else can have it."),
        "closed": _("“%(reward)s” is not offered any more, so friends cannot unlock it."),
    }.get(str(data.get("why")), _("The time for “%(reward)s” is over, and too few friends have helped."))
    said = words.said(sentence)(data, actor)
    thanks = _("There is a little spark for the trying.")
    return texts.join((said, thanks)) if data.get("consoles") else said


def _reversed(data: Mapping[str, Any], actor: str) -> str:
    said = _("Your help for %(person)s with “%(reward)s” does not count: %(reason)s")
    return said % {
        "person": data.get("person", ""),
        "reward": texts.pick(data.get("reward", {})),
        "reason": data.get("reason", ""),
    }


for kind in (
    registry.Kind("unlock_helped", gettext_lazy("Friends who help me unlock something"), _helped, icon="hand-heart"),
    registry.Kind(
        "unlock_unlocked",
        gettext_lazy("What friends have unlocked for me"),
        words.said(
            gettext_lazy("Your friends have unlocked “%(reward)s”. It is kept for you until %(until)s: claim it.")
        ),
        icon="lock-open",
    ),
    registry.Kind("unlock_waits", gettext_lazy("What I wait for in line"), _waits, icon="hourglass"),
    registry.Kind(
        "unlock_ending", gettext_lazy("What friends help me with and that ends soon"), _ending, icon="alarm-clock"
    ),
    registry.Kind("unlock_expired", gettext_lazy("What friends helped me with in vain"), _expired, icon="timer-off"),
    registry.Kind(
        "unlock_fewer",
        gettext_lazy("Help for me that does not count"),
        words.said(gettext_lazy("One help with “%(reward)s” does not count: %(reason)s")),
        icon="undo-2",
    ),
    registry.Kind(
        "unlock_revoked",
        gettext_lazy("What was unlocked for me and is taken back"),
        words.said(gettext_lazy("“%(reward)s” was taken back: %(reason)s")),
        icon="undo-2",
    ),
    registry.Kind(
        "unlock_done",
        gettext_lazy("What I helped to unlock"),
        words.said(gettext_lazy("“%(reward)s” is unlocked: you helped %(name)s. Thank you.")),
        icon="heart-handshake",
    ),
    registry.Kind("assist_reversed", gettext_lazy("Help of mine that does not count"), _reversed, icon="undo-2"),
):
    registry.add(kind, chapter=gettext_lazy("With friends"))
