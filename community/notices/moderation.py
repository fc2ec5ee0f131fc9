"""What moderators, authors and reporters are told of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from community.moderation import letters
from community.notices import audiences
from inbox import registry
from lib import texts


def _letter(data: Mapping[str, Any], actor: str) -> str:
    return letters.compose(data)


def _opened(data: Mapping[str, Any], actor: str) -> str:
    return _("A %(what)s in %(group)s was reported.") % _words(data)


def _outcome(data: Mapping[str, Any], actor: str) -> str:
    sentences = {
        "remove": _("The %(what)s you reported in %(group)s was removed. Thank you."),
        "keep": _("The moderators of %(group)s looked at the %(what)s you reported and kept it."),
        "gone": _("The %(what)s you reported in %(group)s was deleted by its author."),
        "restore": _("The moderators of %(group)s looked again and brought back the %(what)s you reported."),
    }
    return sentences.get(data.get("outcome", ""), "") % _words(data)


def _words(data: Mapping[str, Any]) -> dict[str, str]:
    return {"group": texts.pick(data.get("group", {})), "what": letters.what_of(data.get("what", ""))}


for kind in (
    registry.Kind("moderation", gettext_lazy("Decisions of moderators about me"), _letter, icon="scale"),
    registry.Kind("report_outcome", gettext_lazy("What became of my reports"), _outcome, icon="flag"),
    registry.Kind(
        "case_opened",
        gettext_lazy("Reports in groups I moderate"),
        _opened,
        icon="flag",
        audience=audiences.runs_a_group,
    ),
):
    registry.add(kind, chapter=gettext_lazy("Groups"))
