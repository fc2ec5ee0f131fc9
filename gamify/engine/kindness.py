"""What nobody is asked for: a particular feeling, and, as a task or a step of a quest, something to be paid for.

ValueError says so in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

FEELINGS = "emotions"  # a field of what is recorded
_HOW_MANY = re.compile(rf"\b(?:size|has)\(\s*data\.{FEELINGS}\s*\)|\bdata\.{FEELINGS}\.size\(\)")


def check_feelings(when: Mapping[str, Any], condition: str) -> None:
    """Refuse to tell one feeling from another, or from none; that there is one may be asked."""
    tests = [test for path, found in when.items() if FEELINGS in path.split(".") for test in found.items()]
    is_told_apart = any(name != "exists" and (name, operand) != ("ne", []) for name, operand in tests)
    if is_told_apart or FEELINGS in _HOW_MANY.sub("", condition):
        told = _("No feeling earns more than another. Ask whether there is one: %(example)s.")
        raise ValueError(told % {"example": f'when = {{ "data.{FEELINGS}" = {{ ne = [] }} }}'})


def check_free(verb: str, when: Mapping[str, Any], paid: Mapping[str, Collection[str]]) -> None:
    """Refuse what `paid` says must be bought: by verb, the types of its objects."""
    types = paid.get(verb)
    if not types:
        return
    asked = when.get("object.type", {})
    wanted = [asked["eq"]] if "eq" in asked else asked.get("in", types)
    if any(each in wanted and each != asked.get("ne") for each in types):
        told = _(
            "Nobody is asked to buy something: with the verb “%(verb)s”, name in “object.type” what is not bought."
        )
        raise ValueError(told % {"verb": verb})
