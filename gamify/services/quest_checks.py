"""What a quest in an economy's text must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gamify.engine.happening import QUEST
from gamify.models import Quest
from gamify.services.definition_checks import FIELDS, check_definition, check_fields, check_given
from gamify.services.spec_checks import EVER, Spec, fits, need, words_of

LONGEST_KEY, LONGEST_STEP = 30, 20  # characters: a step's counter is called by both
MOST_STEPS = 12


def check_quest(document: Mapping[str, Any], currencies: frozenset[str], spec: Spec) -> None:
    """Refuse a quest that has no sound steps or that nobody could begin, in the reader's language."""
    need(spec, ("key", "names", "steps"))
    check_fields("quest", spec)
    check_given(spec, currencies)
    _check_length("key", spec["key"], LONGEST_KEY)
    _check_steps(spec["steps"], currencies)
    _check_before(spec, document)
    _check_badge(spec, document)
    values = {name: spec[name] for name in FIELDS["quest"] if name in spec}
    fits(Quest(key=spec["key"], published_at=EVER, **values), "effects", "names")


def _check_steps(steps: object, currencies: frozenset[str]) -> None:
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        told = _("%(name)s must be a list of tables: %(example)s.")
        raise ValueError(told % {"name": "steps", "example": "[[quest.steps]]"})
    if len(steps) > MOST_STEPS:
        raise ValueError(_("A quest may have at most %(most)s steps.") % {"most": MOST_STEPS})
    seen = set()
    for step in steps:
        key = step.get("key")
        try:
            check_definition("step", currencies, step)
            _check_length("key", key, LONGEST_STEP)
            if key in seen:
                raise ValueError(_("The key “%(name)s” is used twice.") % {"name": key})
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            said = words_of(error) if isinstance(error, ValidationError) else error
            raise ValueError(_("step %(name)s: %(said)s") % {"name": key or "?", "said": said}) from error
        seen.add(key)


def _check_before(spec: Spec, document: Mapping[str, Any]) -> None:
    """Refuse to come after what is not there, or after itself over others."""
    before = {each.get("key"): each.get("after", []) for each in document.get("quest", [])}
    if not isinstance(spec.get("after", []), list):
        raise ValueError(_("%(name)s must be a list of keys of quests.") % {"name": "after"})
    reached, ahead = set(), list(spec.get("after", []))
    while ahead:
        key = ahead.pop()
        if not isinstance(key, str) or key not in before:
            raise ValueError(_("after: there is no quest called “%(name)s”.") % {"name": key})
        if key == spec["key"]:
            raise ValueError(_("after: this quest would have to be finished before it begins."))
        if key not in reached and isinstance(before[key], list):
            reached.add(key)
            ahead.extend(before[key])


def _check_badge(spec: Spec, document: Mapping[str, Any]) -> None:
    given = [each.get("key") for each in document.get("badge", []) if each.get("verb") == QUEST]
    if spec.get("badge") and spec["badge"] not in given:
        told = _("badge: there is no badge “%(name)s” with the verb “%(verb)s”.")
        raise ValueError(told % {"name": spec["badge"], "verb": QUEST})


def _check_length(name: str, value: object, most: int) -> None:
    if len(str(value)) > most:
        raise ValueError(_("%(name)s may have at most %(most)s characters.") % {"name": name, "most": most})
