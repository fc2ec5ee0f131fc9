"""What a TOML file must be before it is published as an economy: each refusal names the line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from gamify import effects, metrics
from gamify.engine import conditions
from gamify.engine.happening import RESERVED
from gamify.models import Badge, Currency, Level, Rule, Task
from gamify.models.definition import Definition
from lib import clean, errors

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
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_TABLES = ("currency", "level", *MODELS)

Spec = Mapping[str, Any]


class BadEconomy(errors.Invalid):
    """The file cannot be published; the message names the line."""

    code = "gamify.bad_economy"


def read(text: str) -> Mapping[str, Any]:
    """Return the document that `text` is. Queries: 1. Raises: BadEconomy, with `line` where there is one."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadEconomy(str(error)) from error
    if unknown := document.keys() - {*_TABLES}:
        raise BadEconomy(f"unknown table {min(unknown)!r}")
    for kind in _TABLES:
        specs = document.get(kind, [])
        if not isinstance(specs, list) or not all(isinstance(spec, dict) for spec in specs):
            raise BadEconomy(f"{kind} must be a list of tables: [[{kind}]]")
    _check_each(document, text, "currency", _check_currency)
    _check_each(document, text, "level", _check_level)
    _check_ladder(document.get("level", []))
    known = {each["key"] for each in document.get("currency", [])} | set(Currency.objects.values_list("key", flat=True))
    for kind in MODELS:
        _check_each(document, text, kind, partial(_check_definition, kind, frozenset(known)))
    return document


def _check_each(document: Mapping[str, Any], text: str, kind: str, check: Callable[[Spec], None]) -> None:
    seen: set[Any] = set()
    for place, spec in enumerate(document.get(kind, [])):
        name = spec.get("number" if kind == "level" else "key")
        try:
            if any(clean.has_forbidden(part) for part in _texts(spec)):
                raise ValueError("there are characters in it that cannot be stored")
            check(spec)
            if name in seen:
                raise ValueError(f"the key {name!r} is used twice")
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            line = _line_of(text, kind, place)
            said = _words(error) if isinstance(error, ValidationError) else error
            raise BadEconomy(f"line {line}: {kind} {name or '?'}: {said}", line=line) from error
        seen.add(name)


def _check_currency(spec: Spec) -> None:
    _need(spec, ("key", "names"))
    _check_words(spec["names"])
    if not isinstance(spec.get("is_spendable", False), bool):
        raise ValueError("is_spendable must be true or false")
    _fits(Currency(key=spec["key"], names=spec["names"]))


def _check_level(spec: Spec) -> None:
    for name in ("number", "threshold"):
        if isinstance(spec.get(name), bool) or not isinstance(spec.get(name), int):
            raise ValueError(f"{name} must be a whole number, not {spec.get(name)!r}")
    _need(spec, ("names",))
    _check_words(spec["names"])
    _fits(Level(number=spec["number"], threshold=spec["threshold"], names=spec["names"]))


def _check_ladder(levels: Sequence[Spec]) -> None:
    thresholds = [each["threshold"] for each in levels]
    is_rising = all(low < high for low, high in pairwise(thresholds))
    if [each["number"] for each in levels] != list(range(1, len(levels) + 1)) or not is_rising:
        raise BadEconomy("levels must be numbered from 1 with rising thresholds")
    if levels and thresholds[0] != 0:
        raise BadEconomy("level 1 must open at 0")


def _check_definition(kind: str, currencies: frozenset[str], spec: Spec) -> None:
    _need(spec, ("key", *_NEEDED[kind]))
    if unknown := spec.keys() - {"key", *FIELDS[kind]}:
        raise ValueError(f"unknown field {min(unknown)!r}")
    if spec["verb"] in RESERVED:
        raise ValueError(f"the verb {spec['verb']!r} is the engine's own")
    _check_words(spec["names"])
    _check_words(spec.get("descriptions", {}))
    if not isinstance(spec.get("when", {}), dict) or not isinstance(spec.get("condition", ""), str):
        raise ValueError("when must be a table, and condition a text")
    conditions.compile_when(spec.get("when", {}))
    if spec.get("condition"):
        conditions.check_cost(spec["condition"])
        conditions.compile_condition(spec["condition"])
    for effect in spec.get("effects", []):
        if not isinstance(effect, dict):
            raise ValueError(f"an effect must be a table, not {effect!r}")
        effects.get(effect.get("kind", "")).check(effect, currencies)
    if "metric" in spec:
        metrics.get(spec["metric"])
    if "goal" in spec and (isinstance(spec["goal"], bool) or not isinstance(spec["goal"], int) or spec["goal"] < 1):
        raise ValueError(f"goal must be a whole number from 1, not {spec['goal']!r}")
    for name, choices in (("cycle", Task.Cycle.values), ("cap_cycle", Rule.Cycle.values)):
        if name in spec and spec[name] not in choices:
            raise ValueError(f"{name} must be one of {', '.join(choices)}, not {spec[name]!r}")
    values = {name: spec[name] for name in FIELDS[kind] if name in spec}
    _fits(MODELS[kind](key=spec["key"], published_at=_EVER, **values), "effects", "names")


def _need(spec: Spec, names: Sequence[str]) -> None:
    for name in names:
        if not spec.get(name):
            raise ValueError(f"{name} is missing")


def _check_words(words: object) -> None:
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        raise ValueError('words are kept by language: { en = "A word", zh-hans = "一个词" }')


def _fits(row: Model, *empty: str) -> None:
    """Raise ValidationError for what no column can hold; `empty` are fields that may be empty all the same."""
    exclude = [name for name in empty if not getattr(row, name)]
    row.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)


def _words(error: ValidationError) -> str:
    return "; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())


def _texts(part: object) -> Sequence[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, Mapping):
        return [text for pair in part.items() for each in pair for text in _texts(each)]
    return [text for each in part for text in _texts(each)] if isinstance(part, list) else []


def _line_of(text: str, kind: str, place: int) -> int:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{kind}]]"]
    return lines[place] if place < len(lines) else 0
