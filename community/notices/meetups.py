"""What members are told of meetups: a new one in a group of theirs, and what becomes of those they come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from inbox import registry
from lib import texts
from look import moments

_SAID = {
    "new": gettext_lazy("A meetup in %(group)s: “%(title)s”, %(when)s."),
    "moved": gettext_lazy("“%(title)s” has another time or place. It begins %(when)s."),
    "called_off": gettext_lazy("“%(title)s” was called off: %(reason)s"),
    "taken_away": gettext_lazy("The moderators of %(group)s took away a meetup that you wanted to come to, %(when)s."),
    "brought_back": gettext_lazy("“%(title)s” takes place after all, and you still have your place: %(when)s."),
    "back_in_line": gettext_lazy("“%(title)s” takes place after all, and you wait in line as before: %(when)s."),
    "withdrawn": gettext_lazy("A meetup in %(group)s does not take place, %(when)s: whoever planned it has left."),
    "free": gettext_lazy("A place came free, and it is yours: “%(title)s”, %(when)s."),
    "soon": gettext_lazy("Soon: “%(title)s”, %(when)s. You said that you are coming."),
}


def _sentence(data: Mapping[str, Any], actor: str) -> str:
    begins = datetime.fromisoformat(data["begins_at"]) if data.get("begins_at") else None
    words = {
        "title": str(data.get("title", "")),
        "reason": str(data.get("reason", "")),
        "group": texts.pick(data.get("group", {})),
        "when": moments.words(begins) if begins else "",
    }
    return str(_SAID.get(str(data.get("what", "")), "")) % words


for _kind in (
    registry.Kind("meetup_new", gettext_lazy("New meetups in my groups"), _sentence, icon="calendar-plus", quotes=True),
    registry.Kind("meetup", gettext_lazy("Meetups I am coming to"), _sentence, icon="calendar-heart", quotes=True),
):
    registry.add(_kind, chapter=gettext_lazy("Groups"))
