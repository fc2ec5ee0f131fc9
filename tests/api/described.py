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
