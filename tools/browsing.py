"""`./dev browser`: the Chromium that journeys and pictures use."""

from __future__ import annotations

import argparse

from tools import environment
from tools.places import PYTHON
from tools.steps import Steps, run as call


def run(options: argparse.Namespace) -> int:
    del options
    environment.prepare(Steps(2), kind="dev")
    print(call(PYTHON, "-m", "tools.browser").strip())
    return 0
