"""What the subject of an action is told: the page's preview and the inbox read the same words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from community import policies
from community.models import Group, GroupRule
from community.moderation import registry
from lib import texts

WHAT: Mapping[str, str | Promise] = {
    "post": gettext_lazy("post"),
    "comment": gettext_lazy("comment"),
    "proposal": gettext_lazy("proposal"),
    "argument": pgettext_lazy("for or against", "argument"),
}


def data_of(
    action: registry.Action, *, group: Group, what: str, rule: GroupRule | None, reason: str, until: datetime | None
) -> dict[str, Any]:
    """Return what a notification must keep to say the letter in whatever language it is read."""
    return {
        "action": action.key,
        "group": group.names,
        "what": what,
        "rule": {"number": rule.number, "titles": rule.titles} if rule else None,
        "reason": reason,
        "until": until.isoformat() if until else "",
    }


def compose(data: Mapping[str, Any]) -> str:
    """Return the letter in the active language: what was done, under which rule, and why."""
    action = registry.find(data.get("action", ""))
    if action is None or not action.letter:
        return ""
    until = datetime.fromisoformat(data["until"]) if data.get("until") else None
    letter = action.letter_for_good if policies.is_for_good(until) else action.letter
    words = {
        "group": texts.pick(data.get("group", {})),
        "what": what_of(data.get("what", "")),
        "until": policies.moment(until),
    }
    parts = [str(letter or action.letter) % words]
    if data.get("rule"):
        rule = {"number": data["rule"]["number"], "rule": texts.pick(data["rule"]["titles"])}
        parts.append(_("Rule %(number)s: %(rule)s.") % rule)
    if data.get("reason"):
        parts.append(_("They write: “%(reason)s”") % {"reason": data["reason"]})
    return texts.join(parts)


def what_of(kind: str) -> str:
    """Return the word for a kind of what is judged."""
    return str(WHAT.get(kind, ""))
