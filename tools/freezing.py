"""`./dev freeze`: write constraints.txt, the versions of everything the requirements bring along, and install them."""

from __future__ import annotations

import argparse

from tools import environment
from tools.places import PYTHON, ROOT
from tools.steps import Steps, run as call

CONSTRAINTS = ROOT / "constraints.txt"
HEAD = "# What the requirements bring along, at the versions that were tested together. Written by ./dev freeze.\n"
COMPILE = ("-m", "uv", "pip", "compile", "--quiet", "--system-certs", "--no-header", "--no-annotate")


def run(options: argparse.Namespace) -> int:
    del options
    CONSTRAINTS.write_text(HEAD)  # the old versions must not hold the new requirements back
    steps = Steps(5)
    environment.prepare(steps, kind="dev")
    with steps.step("Resolve versions"):
        CONSTRAINTS.write_text(HEAD + call(PYTHON, *COMPILE, "--python", PYTHON, "requirements-dev.txt"))
    environment.prepare(steps, kind="dev")
    return 0
