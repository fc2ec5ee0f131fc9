"""docs/errors.md says what the sources raise."""

from __future__ import annotations

import re

from tools import refusals


def _codes(page: str) -> dict[str, str]:
    return dict(re.findall(r"^\| `([a-z_.]+)` \| (\d+) \|", page, re.MULTILINE))


def test_every_code_stands_on_the_page_with_its_status_and_what_the_guide_promises_is_there() -> None:
    kept, made = (_codes(page) for page in (refusals.PAGE.read_text("utf-8"), refusals.page()))

    assert kept == made, "python -m tools.refusals write"
    promised = {
        "gamify.key_taken": "409",
        "gamify.hidden": "403",
        "connect.key_expired": "401",
        "connect.key_lacks_scope": "403",
        "rewards.sold_out": "409",
        "hearth.invalid": "422",
    }
    assert made.items() >= promised.items()
