"""What both sides of an appeal are told, and who decided first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from community import moderation, policies
from community.moderation import letters
from community.notices import audiences
from inbox import registry


def _asked(data: Mapping[str, Any], actor: str) -> str:
    if data.get("is_for_staff"):
        return _("The staff of Hearth ask you something about your appeal in %(group)s.") % _words(data, actor)
    return _("The moderators of %(group)s ask you something about your appeal.") % _words(data, actor)


def _opened(data: Mapping[str, Any], actor: str) -> str:
    sentences = {
        "opened": _("%(name)s appeals %(against)s in %(group)s. Please answer by %(due)s."),
        "answered": _("%(name)s has answered you about the appeal in %(group)s."),
    }
    return sentences.get(data.get("event", ""), "") % _words(data, actor)


def _outcome(data: Mapping[str, Any], actor: str) -> str:
    sentences = {
        "uphold": _("%(name)s appealed %(against)s in %(group)s. Your decision was upheld: “%(reason)s”"),
        "overturn": _("%(name)s appealed %(against)s in %(group)s. Your decision was overturned: “%(reason)s”"),
    }
    return sentences.get(data.get("outcome", ""), "") % _words(data, actor)


def _words(data: Mapping[str, Any], actor: str) -> dict[str, str]:
    action = moderation.find(data.get("action", ""))
    due = datetime.fromisoformat(data["due"]) if data.get("due") else None
    return {
        "name": actor,
        "group": letters.place_of(data),
        "against": str(action.against) % {"what": letters.what_of(data.get("what", ""))} if action else "",
        "due": policies.moment(due),
        "reason": str(data.get("reason", "")),
    }


for kind in (
    registry.Kind("appeal_asked", gettext_lazy("Questions about my appeals"), _asked, icon="scale"),
    registry.Kind(
        "appeal_opened",
        gettext_lazy("Appeals that I may decide"),
        _opened,
        icon="scale",
        audience=audiences.judges,
    ),
    registry.Kind(
        "appeal_outcome",
        gettext_lazy("What became of my decisions on appeal"),
        _outcome,
        icon="scale",
        audience=audiences.judges,
    ),
):
    registry.add(kind, chapter=gettext_lazy("Groups"))
