"""`./dev format`: write Python and templates in the one format, and mend what the linter can mend itself."""

from __future__ import annotations

import argparse

from tools import environment
from tools.places import ROOT, VENV, rest_of
from tools.steps import Steps, run as call

RUFF = [str(VENV / "bin/ruff")]
DJADE = [str(VENV / "bin/djade"), "--target-version", "5.2"]


def run(options: argparse.Namespace) -> int:
    """Format the paths that are named, or everything."""
    environment.prepare(Steps(2), kind="dev")
    paths = options.paths or ["."]
    call(*RUFF, "check", "--fix", "--exit-zero", "--quiet", *paths)
    print(call(*RUFF, "format", *paths).strip())
    templates = [name for name in template_names() if paths == ["."] or name.startswith(tuple(paths))]
    if templates:
        # It ends with 1 when it changed something.
        call("sh", "-c", '"$@" || true', "sh", *DJADE, *templates)
    return 0


def template_names() -> list[str]:
    """Return every page and fragment as a path from the project's folder."""
    return [rest_of(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
