"""What the subject of an action is told: the page's preview and the inbox read the same words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from community import policies, targets
from community.models import Group, GroupRule, ModlogEntry
from community.moderation import registry
from lib import texts

WHAT: Mapping[str, str | Promise] = {
    "post": gettext_lazy("post"),
    "comment": gettext_lazy("comment"),
    "proposal": gettext_lazy("proposal"),
    "argument": pgettext_lazy("for or against", "argument"),
    "news": pgettext_lazy("moderation", "piece of news"),
    "meetup": gettext_lazy("meetup"),
    "support": pgettext_lazy("moderation", "support"),
    "ballot": pgettext_lazy("moderation", "vote"),
}


def data_of(
    action: registry.Action,
    *,
    group: Group | None,
    what: str,
    rule: GroupRule | None,
    reason: str,
    until: datetime | None,
    about: str | dict[str, str] = "",
    then: str = "",
    is_by_same: bool = False,
) -> dict[str, Any]:
    """Return what a notification must keep to say the letter in whatever language it is read.

    Args: then: the action that took back what was appealed. is_by_same: who had decided answered the appeal, too.
    """
    return {
        "action": action.key,
        "group": group.names if group else {},
        "what": what,
        "about": about,
        "rule": {"number": rule.number, "titles": rule.titles} if rule else None,
        "reason": reason,
        "until": until.isoformat() if until else "",
        "then": then,
        "is_by_same": is_by_same,
    }


def compose(data: Mapping[str, Any]) -> str:
    """Return the letter in the active language: what was done, under which rule, and why."""
    action = registry.find(data.get("action", ""))
    if action is None or not action.letter:
        return ""
    until = datetime.fromisoformat(data["until"]) if data.get("until") else None
    letter = action.letter_for_good if policies.is_for_good(until) else action.letter
    letter = action.letter_by_same if data.get("is_by_same") else letter
    words = {
        "group": place_of(data),
        "about": title_of(data.get("about", "")),
        "what": what_of(data.get("what", "")),
        "until": policies.moment(until),
    }
    parts = [str(letter or action.letter) % words]
    then = registry.find(data.get("then", ""))
    if then is not None:
        parts.append(str(then.after_appeal) % words)
    if data.get("rule"):
        rule = {"number": data["rule"]["number"], "rule": texts.pick(data["rule"]["titles"])}
        parts.append(_("Rule %(number)s: %(rule)s.") % rule)
    if data.get("reason"):
        parts.append(_("They write: “%(reason)s”") % {"reason": data["reason"]})
    return texts.join(parts)


def against(decision: ModlogEntry) -> str:
    """Return what an appeal is against, as in "against the removal of a post"; "" for what cannot be appealed."""
    action = registry.find(decision.action)
    return str(action.against) % {"what": what_of(targets.kind_in(decision))} if action else ""


def place_of(data: Mapping[str, Any]) -> str:
    """Return the name of the group that is kept in `data`, or of the house for what belongs to none."""
    return texts.pick(data.get("group") or {}) or "Hearth"


def title_of(about: str | Mapping[str, str]) -> str:
    """Return a title that is kept as it is, or per language."""
    return about if isinstance(about, str) else texts.pick(about)


def what_of(kind: str) -> str:
    """Return the word for a kind of what is judged."""
    return str(WHAT.get(kind, ""))
