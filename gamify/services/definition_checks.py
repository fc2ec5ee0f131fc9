"""What each table of an economy must hold: currency, level, rule, task, badge, and a quest's step.

ValueError says in the reader's language what does not fit.
"""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from gamify import effects, metrics
from gamify.engine import conditions, kindness, lots
from gamify.engine.facts import GROWTH
from gamify.engine.happening import QUEST, RESERVED
from gamify.models import Badge, Currency, Level, Quest, Rule, Task
from gamify.models.definition import Definition, Published
from gamify.registry import purchases
from gamify.services.spec_checks import EVER, Spec, check_words, fits, need

MODELS: dict[str, type[Published]] = {"rule": Rule, "task": Task, "badge": Badge, "quest": Quest}
_COUNTING: dict[str, type[Definition]] = {"rule": Rule, "task": Task, "badge": Badge, "step": Task}
_SHARED = ("verb", "when", "condition", "effects", "names", "descriptions")
FIELDS = {
    "rule": (*_SHARED, "cap_times", "cap_cycle", "cooldown_seconds"),
    "task": (*_SHARED, "metric", "goal", "cycle", "action"),
    "badge": (*_SHARED, "metric", "goal", "icon", "mood"),
    "step": (*_SHARED, "metric", "goal", "action"),
    "quest": ("effects", "names", "descriptions", "steps", "after", "badge"),
}
_NEEDED = {
    "rule": ("verb", "names", "effects"),
    "task": ("verb", "names", "metric", "goal", "cycle"),
    "badge": ("verb", "names", "metric", "goal", "icon"),
    "step": ("verb", "names", "metric", "goal"),
}
_WORDS = ("key", "verb", "metric", "cycle", "cap_cycle", "icon", "mood", "action", "badge")
_NUMBERS = {"goal": 1, "cap_times": 0, "cooldown_seconds": 0}  # what each is at least
_LONGEST = 10 * 365 * 24 * 3600  # seconds to cool down: no calendar ends before


def check_currency(spec: Spec) -> None:
    need(spec, ("key", "names"))
    _check_types(spec)
    check_words(spec["names"])
    if not isinstance(spec.get("is_spendable", False), bool):
        raise ValueError(_("%(name)s must be true or false.") % {"name": "is_spendable"})
    _check_lapsing(spec)
    fits(Currency(key=spec["key"], names=spec["names"]))


def _check_lapsing(spec: Spec) -> None:
    months = spec.get("lapses_after_months")
    if months is None:
        return
    if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= lots.LONGEST:
        told = _("%(name)s must be a whole number from %(least)s to %(most)s, not %(value)s.")
        named = {"name": "lapses_after_months", "least": 1, "most": lots.LONGEST, "value": repr(months)}
        raise ValueError(told % named)
    if not spec.get("is_spendable") or spec["key"] == GROWTH:
        raise ValueError(_("Only points that are spent may lapse: levels are never lost."))


def check_level(spec: Spec) -> None:
    for name in ("number", "threshold"):
        if isinstance(spec.get(name), bool) or not isinstance(spec.get(name), int):
            raise ValueError(
                _("%(name)s must be a whole number, not %(value)s.") % {"name": name, "value": repr(spec.get(name))}
            )
    need(spec, ("names",))
    check_words(spec["names"])
    fits(Level(number=spec["number"], threshold=spec["threshold"], names=spec["names"]))


def check_definition(kind: str, currencies: frozenset[str], spec: Spec) -> None:
    need(spec, ("key", *_NEEDED[kind]))
    check_fields(kind, spec)
    if spec["verb"] in RESERVED and (kind, spec["verb"]) != ("badge", QUEST):
        raise ValueError(_("The verb “%(verb)s” is the engine's own.") % {"verb": spec["verb"]})
    check_given(spec, currencies)
    _check_conditions(spec)
    if kind in ("task", "step"):
        kindness.check_free(spec["verb"], spec.get("when", {}), purchases.by_verb())
    if "metric" in spec:
        metrics.get(spec["metric"])
    _check_choices(spec)
    if action := spec.get("action"):
        _check_page(action)
    values = {name: spec[name] for name in FIELDS[kind] if name in spec}
    fits(_COUNTING[kind](key=spec["key"], published_at=EVER, **values), "effects", "names", "cycle")


def check_fields(kind: str, spec: Spec) -> None:
    """Refuse a field that `kind` does not have, or a word or number that is none."""
    if unknown := spec.keys() - {"key", *FIELDS[kind]}:
        raise ValueError(_("There is no field called “%(name)s”.") % {"name": min(unknown)})
    _check_types(spec)


def check_given(spec: Spec, currencies: frozenset[str]) -> None:
    """Refuse names, descriptions or effects that are none."""
    check_words(spec["names"])
    check_words(spec.get("descriptions", {}))
    for effect in spec.get("effects", []):
        if not isinstance(effect, dict):
            raise ValueError(_("%(name)s must be a table, not %(value)s.") % {"name": "effects", "value": repr(effect)})
        effects.get(effect.get("kind", "")).check(effect, currencies)


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
    kindness.check_feelings(spec.get("when", {}), spec.get("condition", ""))


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
