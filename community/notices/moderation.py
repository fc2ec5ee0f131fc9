"""What moderators, authors and reporters are told of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from community.moderation import letters
from community.notices import audiences
from community.services.waiting import HELD
from inbox import registry


def _letter(data: Mapping[str, Any], actor: str) -> str:
    return letters.compose(data)


def _opened(data: Mapping[str, Any], actor: str) -> str:
    waiting = data.get("waiting") or [["", data.get("what", "")]]
    if len(waiting) == 1 and waiting[0][1].endswith(HELD):
        what = letters.what_of(waiting[0][1].removesuffix(HELD))
        return _("A %(what)s in %(group)s waits for your approval.") % {**_words(data), "what": what}
    if len(waiting) == 1:
        return _("A %(what)s in %(group)s was reported.") % {**_words(data), "what": letters.what_of(waiting[0][1])}
    several = ngettext(
        "%(n)s report in %(group)s waits for you.", "%(n)s reports in %(group)s wait for you.", len(waiting)
    )
    return several % {**_words(data), "n": len(waiting)}


def _outcome(data: Mapping[str, Any], actor: str) -> str:
    sentences = {
        "remove": _("The %(what)s you reported in %(group)s was removed. Thank you."),
        "keep": _("The moderators of %(group)s looked at the %(what)s you reported and kept it."),
        "approve": _("The moderators of %(group)s looked at the %(what)s you reported and kept it."),
        "decline": _("The %(what)s you reported in %(group)s was removed. Thank you."),
        "gone": _("The %(what)s you reported in %(group)s was deleted by its author."),
        "strike": _("The %(what)s in %(group)s that you asked about does not count any more."),
        "reinstate": _("The %(what)s in %(group)s that you asked about counts again."),
        "over": _("The %(what)s in %(group)s that you asked about was closed: it is over."),
        "restore": _("The moderators of %(group)s looked again and brought back the %(what)s you reported."),
    }
    return sentences.get(data.get("outcome", ""), "") % _words(data)


def _words(data: Mapping[str, Any]) -> dict[str, str]:
    return {"group": letters.place_of(data), "what": letters.what_of(data.get("what", ""))}


for kind in (
    registry.Kind("moderation", gettext_lazy("Decisions of moderators about me"), _letter, icon="scale"),
    registry.Kind("report_outcome", gettext_lazy("What became of my reports"), _outcome, icon="flag"),
    registry.Kind(
        "case_opened",
        gettext_lazy("Reports that I may decide"),
        _opened,
        icon="flag",
        audience=audiences.judges,
    ),
):
    registry.add(kind, chapter=gettext_lazy("Groups"))
