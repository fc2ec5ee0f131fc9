"""`./dev messages`: bring the catalogues to the sources, say what is left to translate, and build them."""

from __future__ import annotations

import argparse

from tools import environment
from tools.places import PYTHON
from tools.serving import compile_messages
from tools.steps import Steps, run as call


def run(options: argparse.Namespace) -> int:
    del options
    steps = Steps(3)
    environment.prepare(steps, kind="run")
    print(call(PYTHON, "-m", "tools.messages", "update").strip())
    compile_messages(steps)
    return 0
