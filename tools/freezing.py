"""`./dev freeze`: write constraints.txt, the versions of everything the requirements bring along."""

from __future__ import annotations

import argparse

from tools import environment
from tools.places import PYTHON, ROOT
from tools.steps import Steps, run as call

CONSTRAINTS = ROOT / "constraints.txt"
HEAD = "# What the requirements bring along, at the versions that were tested together. Written by ./dev freeze.\n"


def run(options: argparse.Namespace) -> int:
    del options
    CONSTRAINTS.write_text(HEAD)  # the old versions must not hold the new requirements back
    environment.prepare(Steps(2), kind="dev")
    CONSTRAINTS.write_text(HEAD + call(PYTHON, "-m", "uv", "pip", "freeze", "--python", PYTHON, "--quiet"))
    return 0
