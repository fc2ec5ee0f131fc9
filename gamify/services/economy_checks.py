"""What a TOML file must be before it is published as an economy: each refusal names the line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gamify.models import Currency
from gamify.services.definition_checks import MODELS, check_currency, check_definition, check_level
from gamify.services.quest_checks import check_quest
from gamify.services.spec_checks import Spec, words_of
from gamify.services.tier_checks import check_tier
from lib import clean, errors

_TABLES = ("currency", "level", "tier", *MODELS)


class BadEconomy(errors.Invalid):
    """The file cannot be published; the message names the line."""

    code = "gamify.bad_economy"


def read(text: str) -> Mapping[str, Any]:
    """Return the document that `text` is. Queries: 1. Raises: BadEconomy, with `line` where there is one."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a ValueError and no more
        raise BadEconomy(_("This is not TOML: %(said)s") % {"said": error}) from error
    if unknown := document.keys() - {*_TABLES}:
        raise BadEconomy(_("There is no table called “%(name)s”.") % {"name": min(unknown)})
    for kind in _TABLES:
        specs = document.get(kind, [])
        if not isinstance(specs, list) or not all(isinstance(spec, dict) for spec in specs):
            raise BadEconomy(
                _("%(name)s must be a list of tables: %(example)s.") % {"name": kind, "example": f"[[{kind}]]"}
            )
    _check_each(document, text, "currency", check_currency)
    _check_each(document, text, "level", check_level)
    _check_ladder(document.get("level", []))
    _check_each(document, text, "tier", check_tier)
    _check_tiers(document.get("tier", []))
    known = {each["key"] for each in document.get("currency", [])} | set(Currency.objects.values_list("key", flat=True))
    for kind in MODELS:
        check = partial(check_quest, document) if kind == "quest" else partial(check_definition, kind)
        _check_each(document, text, kind, partial(check, frozenset(known)))
    return document


def _check_each(document: Mapping[str, Any], text: str, kind: str, check: Callable[[Spec], None]) -> None:
    seen: set[Any] = set()
    for place, spec in enumerate(document.get(kind, [])):
        name = spec.get("number" if kind == "level" else "key")
        try:
            if not clean.is_storable(spec):
                raise ValueError(_("There are characters or numbers in it that cannot be stored."))
            check(spec)
            if name in seen:
                raise ValueError(_("The key “%(name)s” is used twice.") % {"name": name})
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            line = _line_of(text, kind, place)
            said = words_of(error) if isinstance(error, ValidationError) else error
            told = _("Line %(line)s, %(what)s: %(said)s") % {
                "line": line,
                "what": f"{kind} {name or '?'}",
                "said": said,
            }
            raise BadEconomy(told, line=line) from error
        seen.add(name)


def _check_ladder(levels: Sequence[Spec]) -> None:
    thresholds = [each["threshold"] for each in levels]
    is_rising = all(low < high for low, high in pairwise(thresholds))
    if [each["number"] for each in levels] != list(range(1, len(levels) + 1)) or not is_rising:
        raise BadEconomy(_("Levels must be numbered from 1, each with a higher threshold than the one before."))
    if levels and thresholds[0] != 0:
        raise BadEconomy(_("Level 1 must open at 0."))


def _check_tiers(tiers: Sequence[Spec]) -> None:
    if any(low[name] >= high[name] for low, high in pairwise(tiers) for name in ("enter", "keep")):
        raise BadEconomy(_("Tiers must follow one another, each with a higher enter and keep than the one before."))


def _line_of(text: str, kind: str, place: int) -> int:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{kind}]]"]
    return lines[place] if place < len(lines) else 0
