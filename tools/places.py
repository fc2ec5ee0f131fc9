"""Where things lie. Everything made by a tool goes to .venv/ or var/, both ignored by git."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = VAR / "stamps"
LOGS = VAR / "log"
APPS = (
    "accounts",
    "community",
    "config",
    "connect",
    "demo",
    "gamify",
    "inbox",
    "lib",
    "live",
    "look",
    "rewards",
)


def python_files(*folders: str) -> list[Path]:
    """Return the project's own Python files below `folders` (all of the product when none is named), sorted."""
    roots = [ROOT / folder for folder in folders or APPS]
    return sorted(path for root in roots if root.is_dir() for path in root.rglob("*.py"))


def rest_of(path: Path) -> str:
    """Return the path as a reader of the project would write it."""
    return path.relative_to(ROOT).as_posix()
