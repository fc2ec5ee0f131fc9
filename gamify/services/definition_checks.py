"""What each table of an economy must hold: currency, level, rule, task and badge.

ValueError says in the reader's language what does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from gamify import effects, metrics
from gamify.engine import conditions
from gamify.engine.happening import RESERVED
from gamify.models import Badge, Currency, Level, Rule, Task
from gamify.models.definition import Definition

MODELS: dict[str, type[Definition]] = {"rule": Rule, "task": Task, "badge": Badge}
_SHARED = ("verb", "when", "condition", "effects", "names", "descriptions")
FIELDS = {
    "rule": (*_SHARED, "cap_times", "cap_cycle", "cooldown_seconds"),
    "task": (*_SHARED, "metric", "goal", "cycle", "action"),
    "badge": (*_SHARED, "metric", "goal", "icon", "mood"),
}
_NEEDED = {
    "rule": ("verb", "names", "effects"),
    "task": ("verb", "names", "metric", "goal", "cycle"),
    "badge": ("verb", "names", "metric", "goal", "icon"),
}
_WORDS = ("key", "verb", "metric", "cycle", "cap_cycle", "icon", "mood", "action")
_NUMBERS = {"goal": 1, "cap_times": 0, "cooldown_seconds": 0}  # what each is at least
_LONGEST = 10 * 365 * 24 * 3600  # seconds to cool down: no calendar ends before
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_EXAMPLE = '{ en = "A word", zh-hans = "一个词" }'

Spec = Mapping[str, Any]


def check_currency(spec: Spec) -> None:
    _need(spec, ("key", "names"))
    _check_types(spec)
    _check_words(spec["names"])
    if not isinstance(spec.get("is_spendable", False), bool):
        raise ValueError(_("%(name)s must be true or false.") % {"name": "is_spendable"})
    _fits(Currency(key=spec["key"], names=spec["names"]))


def check_level(spec: Spec) -> None:
    for name in ("number", "threshold"):
        if isinstance(spec.get(name), bool) or not isinstance(spec.get(name), int):
            raise ValueError(
                _("%(name)s must be a whole number, not %(value)s.") % {"name": name, "value": repr(spec.get(name))}
            )
    _need(spec, ("names",))
    _check_words(spec["names"])
    _fits(Level(number=spec["number"], threshold=spec["threshold"], names=spec["names"]))


def check_definition(kind: str, currencies: frozenset[str], spec: Spec) -> None:
    _need(spec, ("key", *_NEEDED[kind]))
    if unknown := spec.keys() - {"key", *FIELDS[kind]}:
        raise ValueError(_("There is no field called “%(name)s”.") % {"name": min(unknown)})
    _check_types(spec)
    if spec["verb"] in RESERVED:
        raise ValueError(_("The verb “%(verb)s” is the engine's own.") % {"verb": spec["verb"]})
    _check_words(spec["names"])
    _check_words(spec.get("descriptions", {}))
    _check_conditions(spec)
    for effect in spec.get("effects", []):
        if not isinstance(effect, dict):
            raise ValueError(_("%(name)s must be a table, not %(value)s.") % {"name": "effects", "value": repr(effect)})
        effects.get(effect.get("kind", "")).check(effect, currencies)
    if "metric" in spec:
        metrics.get(spec["metric"])
    _check_choices(spec)
    if action := spec.get("action"):
        _check_page(action)
    values = {name: spec[name] for name in FIELDS[kind] if name in spec}
    _fits(MODELS[kind](key=spec["key"], published_at=_EVER, **values), "effects", "names")


def _check_types(spec: Spec) -> None:
    for name in _WORDS:
        if not isinstance(spec.get(name, ""), str):
            raise ValueError(_("%(name)s must be a text, not %(value)s.") % {"name": name, "value": repr(spec[name])})
    for name, least in _NUMBERS.items():
        number = spec.get(name, least)
        if isinstance(number, bool) or not isinstance(number, int) or number < least:
            told = _("%(name)s must be a whole number from %(least)s, not %(value)s.")
            raise ValueError(told % {"name": name, "least": least, "value": repr(number)})
    if spec.get("cooldown_seconds", 0) > _LONGEST:
        raise ValueError(_("%(name)s must be at most %(most)s.") % {"name": "cooldown_seconds", "most": _LONGEST})


def _check_conditions(spec: Spec) -> None:
    if not isinstance(spec.get("when", {}), dict) or not isinstance(spec.get("condition", ""), str):
        raise ValueError(_("“when” must be a table, and “condition” a text."))
    conditions.compile_when(spec.get("when", {}))
    if spec.get("condition"):
        conditions.check_cost(spec["condition"])
        conditions.compile_condition(spec["condition"])


def _check_choices(spec: Spec) -> None:
    for name, choices in (("cycle", Task.Cycle.values), ("cap_cycle", Rule.Cycle.values)):
        if name in spec and spec[name] not in choices:
            told = _("%(name)s must be one of %(choices)s, not %(value)s.")
            raise ValueError(told % {"name": name, "choices": ", ".join(choices), "value": repr(spec[name])})


def _check_page(name: object) -> None:
    try:
        reverse(str(name))
    except NoReverseMatch as error:
        told = _("There is no page called “%(name)s”, such as “%(example)s”.")
        raise ValueError(told % {"name": name, "example": "community:home"}) from error


def _need(spec: Spec, names: Sequence[str]) -> None:
    for name in names:
        if not spec.get(name):
            raise ValueError(_("%(name)s is missing.") % {"name": name})


def _check_words(words: object) -> None:
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        raise ValueError(_("Words are kept by language, such as %(example)s.") % {"example": _EXAMPLE})


def _fits(row: Model, *empty: str) -> None:
    """Raise ValidationError for what no column can hold; `empty` are fields that may be empty all the same."""
    exclude = [name for name in empty if not getattr(row, name)]
    row.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
