"""The kept description of the API, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

KEPT = Path("docs/openapi.yaml")


@cache
def document() -> dict[str, Any]:
    """Return docs/openapi.yaml; nobody changes what comes back."""
    found: dict[str, Any] = yaml.load(KEPT.read_bytes(), yaml.CSafeLoader)
    return found


@cache
def read_by(path: str) -> frozenset[str]:
    """Return the names of what a GET of the path reads from the query, as in `?after=`."""
    described = document()["paths"][path]["get"]
    return frozenset(each["name"] for each in described.get("parameters", []) if each.get("in") == "query")
