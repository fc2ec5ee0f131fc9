"""Whether a definition's conditions hold for an activity: plain comparisons first, CEL for the rest."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from gamify.engine.expressions import cel
from gamify.engine.happening import Happening

ACTOR = "$actor"  # an operand that stands for the actor, as in {"data.post_author": {"ne": "$actor"}}
VARIABLES = frozenset({"actor", "verb", "object", "target", "data"})
LONGEST = 1000  # characters of a condition
QUICK = ("all", "exists", "filter", "contains", "startsWith", "endsWith")
MOST_LOOPS = 2  # of one: three within one another, over sixty things each, hold up everybody's counting

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, choices: value in choices,
    "has": lambda value, wanted: wanted in value,
    "exists": lambda value, wanted: (value is not None) == wanted,
}
_EQUALITY = ("eq", "ne")
_GAP = r"(?:\s|//[^\n]*\n)*"  # spaces and comments
_LOOP = re.compile(rf"\.{_GAP}(?:all|exists|exists_one|existsOne|map|filter){_GAP}\(")
_SLOW = re.compile(
    rf"\.{_GAP}(map){_GAP}\(|\b(matches){_GAP}\("
)  # lists of lists and patterns take minutes within a loop
_BOUND = re.compile(rf"{_LOOP.pattern}{_GAP}(\w+){_GAP},")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`path` compared with `operand`; a missing value or one of another type fails every operator but `ne`."""

    path: tuple[str, ...]
    operator: str
    operand: Any

    def holds(self, happening: Happening) -> bool:
        value = self._value(happening)
        if self.operand == ACTOR:
            return happening.is_actor(value) == (self.operator == "eq")
        if value is None and self.operator not in ("exists", "ne"):
            return False
        try:
            return _OPERATORS[self.operator](value, self.operand)
        except TypeError:
            return False

    def _value(self, happening: Happening) -> Any:
        found: Any = happening.data if self.path[0] == "data" else happening.variables().get(self.path[0])
        for name in self.path[1:]:
            found = found.get(name) if isinstance(found, dict) else None
        return found


def compile_when(when: Mapping[str, Mapping[str, Any]]) -> tuple[Comparison, ...]:
    """Return the comparisons of a definition's `when`.

    Raises:
        ValueError: naming the path or operator that does not exist.
    """
    found = []
    for path, tests in when.items():
        names = tuple(path.split("."))
        if names[0] not in VARIABLES:
            told = _("when: “%(path)s” must begin with one of %(names)s.")
            raise ValueError(told % {"path": path, "names": ", ".join(sorted(VARIABLES))})
        if not isinstance(tests, Mapping):
            raise ValueError(
                _("when: “%(path)s” needs a table such as %(example)s.") % {"path": path, "example": "{ gte = 1 }"}
            )
        for name, operand in tests.items():
            if name not in _OPERATORS or (operand == ACTOR and name not in _EQUALITY):
                told = _("when: “%(path)s” has no operator “%(name)s” for %(value)s.")
                raise ValueError(told % {"path": path, "name": name, "value": repr(operand)})
            found.append(Comparison(names, name, operand))
    return tuple(found)


@lru_cache(maxsize=1000)
def compile_condition(expression: str) -> cel.Program:
    """Return the compiled CEL expression, once a process.

    Raises:
        ValueError: when it does not parse or names an unknown variable.
    """
    program = cel.compile(expression)
    bound = set(_BOUND.findall(expression))
    unknown = set(program.variables()) - VARIABLES - bound
    if unknown:
        raise ValueError(_("condition: there is no variable called %(names)s.") % {"names": ", ".join(sorted(unknown))})
    return program


def loops_in(expression: str) -> int:
    """Return how many loops a CEL expression has: each within another multiplies what it costs."""
    return len(_LOOP.findall(expression))


def check_cost(expression: str) -> None:
    """Refuse what could hold up everybody's counting. Raises: ValueError, in the reader's language."""
    if len(expression) > LONGEST:
        raise ValueError(_("A condition may have at most %(most)s characters.") % {"most": LONGEST})
    if loops_in(expression) > MOST_LOOPS:
        raise ValueError(_("A condition may have at most %(most)s loops.") % {"most": MOST_LOOPS})
    if slow := _SLOW.search(expression):
        told = _("A condition may not have %(name)s, which can take minutes: say it with %(others)s.")
        raise ValueError(told % {"name": slow[slow.lastindex or 0], "others": ", ".join(QUICK)})


def is_true(program: cel.Program, happening: Happening) -> bool:
    """Evaluate; data that lacks a field, has another type or cannot be reckoned with makes it false, never an error."""
    try:
        return program.execute(happening.variables()) is True
    except (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError):
        return False
