"""What answers look like: one real answer for each shape, kept by `python -m tools.examples` beside this."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("api_examples.json")


def show(described: dict[str, Any]) -> None:
    """Put the examples into a description, and beside each answer the one of its shape."""
    described["components"]["examples"] = {name: {"value": value} for name, value in kept().items()}
    for path in described["paths"].values():
        for operation in path.values():
            for answer in operation["responses"].values():
                for content in answer.get("content", {}).values():
                    if (name := shape_of(content)) in kept():
                        content["examples"] = {name: {"$ref": f"#/components/examples/{name}"}}


def shape_of(content: dict[str, Any]) -> str:
    """Return the name of the shape that an answer has, "" for one without a name."""
    return str(content["schema"].get("$ref", "")).rpartition("/")[2]


@cache
def kept() -> dict[str, Any]:
    """Return the examples by the name of their shape; nobody changes what comes back."""
    found: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    return found
