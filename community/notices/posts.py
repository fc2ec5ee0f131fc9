"""What members are told of posts and comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from community.models import Reaction
from inbox import registry


def _comment(data: Mapping[str, Any], actor: str) -> str:
    return _("%(actor)s commented on your post “%(title)s”") % _words(data, actor)


def _reply(data: Mapping[str, Any], actor: str) -> str:
    return _("%(actor)s replied to your comment under “%(title)s”") % _words(data, actor)


def _mention(data: Mapping[str, Any], actor: str) -> str:
    return _("%(actor)s mentioned you in “%(title)s”") % _words(data, actor)


def _reaction(data: Mapping[str, Any], actor: str) -> str:
    if others := data.get("others", 0):
        return _many_reactions(data, actor, others)
    known = data.get("reaction") in Reaction.Kind.values
    words = _words(data, actor) | {"reaction": str(Reaction.Kind(data["reaction"]).label) if known else ""}
    if data.get("is_comment"):
        return _("%(actor)s on your comment under “%(title)s”: %(reaction)s") % words
    return _("%(actor)s on “%(title)s”: %(reaction)s") % words


def _many_reactions(data: Mapping[str, Any], actor: str, others: int) -> str:
    if data.get("is_comment"):
        words = ngettext(
            "%(actor)s and %(others)s other felt with your comment under “%(title)s”",
            "%(actor)s and %(others)s others felt with your comment under “%(title)s”",
            others,
        )
    else:
        words = ngettext(
            "%(actor)s and %(others)s other felt with “%(title)s”",
            "%(actor)s and %(others)s others felt with “%(title)s”",
            others,
        )
    return words % (_words(data, actor) | {"others": others})


def _words(data: Mapping[str, Any], actor: str) -> dict[str, str]:
    return {"actor": actor, "title": str(data.get("title", ""))}


for kind in (
    registry.Kind(
        "comment", gettext_lazy("Comments on my posts"), _comment, icon="message-circle", quotes=True, personal=True
    ),
    registry.Kind("reply", gettext_lazy("Replies to my comments"), _reply, icon="reply", quotes=True, personal=True),
    registry.Kind("mention", gettext_lazy("Mentions of me"), _mention, icon="at-sign", quotes=True, personal=True),
    registry.Kind(
        "reaction", gettext_lazy("Reactions to what I wrote"), _reaction, icon="heart", quotes=True, personal=True
    ),
):
    registry.add(kind, chapter=gettext_lazy("What I write"))
