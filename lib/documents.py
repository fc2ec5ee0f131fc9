"""Documents that anybody can hash again: rules, results and inputs of counts, in the one way to write them."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(document: Any) -> str:
    """Return the one way to write `document` as JSON: sorted keys, no spaces, characters as they are."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(document: Any) -> str:
    """Return the SHA-256 of the canonical JSON, in UTF-8, as hexadecimal."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()
