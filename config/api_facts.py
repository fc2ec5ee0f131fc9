"""What each operation may refuse with and how often it may be asked, in words: kept by `./dev openapi` beside this."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lib.api.describing import module_of

KEPT = Path(__file__).with_name("api_facts.json")


def told(operation: dict[str, Any]) -> str:
    """Return the description of an operation: who may ask, how often, and what it may refuse with."""
    said = operation.get("description", "")
    words = [] if said == operation["summary"] else [said]
    return "\n\n".join([*words, "\n".join(f"- {line}" for line in _facts(operation))])


def _facts(operation: dict[str, Any]) -> Iterator[str]:
    codes = _known(operation["operationId"])
    if any("enum" in each.get("schema", {}) for each in operation.get("parameters", [])):
        codes.setdefault("hearth.invalid", "422")
    yield f"**Who:** {_who(operation['security'])}"
    if paces := [f"{often} (`{code}`)" for code, often in codes.items() if code.startswith("limits.")]:
        yield f"**How often:** {'; '.join(paces)}"
    if refusals := "; ".join(_by_status(codes)):
        yield f"**May refuse with:** {refusals}"


def _who(security: list[dict[str, list[str]]]) -> str:
    scopes = next((each["keyAuth"] for each in security if "keyAuth" in each), [])
    key = f"with a key that has {' and '.join(f'`{scope}`' for scope in scopes)}" if scopes else ""
    if {} in security:
        return f"everybody; {key}, as its owner" if key else "everybody; no key opens it"
    return f"members, signed in or {key}" if key else "members, signed in; no key opens it"


def _by_status(codes: dict[str, str]) -> Iterator[str]:
    for status in sorted({status for status in codes.values() if status.isdigit()}):
        each = ", ".join(f"`{code}`" for code, of in codes.items() if of == status)
        yield f"{status} {each}"


def _known(name: str) -> dict[str, str]:
    """Return the refusals by their code; one endpoint under two names is kept once, by its module and their end."""
    kept = _kept()
    found = kept.get(name) or next((facts for known, facts in kept.items() if _is_of(known, name)), {})
    return {code: of.removeprefix("More than ").removesuffix(".") for code, of in found.items()}


def _is_of(known: str, name: str) -> bool:
    module, _colon, end = known.partition(":…")
    return bool(end) and name.endswith(end) and module == module_of(name)


@cache
def _kept() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(KEPT.read_text("utf-8"))
    return found
