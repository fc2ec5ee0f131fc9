"""The numbers of rows as names and addresses write them: no sign, no leading zero, no foreign digit."""

from __future__ import annotations

import re

PATTERN = r"[1-9][0-9]{0,17}"


def find(text: str) -> int | None:
    """Return the number that `text` spells, None for anything else."""
    return int(text) if re.fullmatch(PATTERN, text) else None
