"""The API's description: `./dev openapi` writes docs/openapi.yaml, `./dev check` fails when it is not the code's."""

from __future__ import annotations

import argparse
import difflib
import sys

from tools import environment, operation_facts, refusals
from tools.places import PYTHON, ROOT, VAR
from tools.steps import Steps, fail_softly, run as call

KEPT = ROOT / "docs" / "openapi.yaml"
SHOWN_LINES = 60


def run(options: argparse.Namespace) -> int:
    """Write the description."""
    del options
    environment.prepare(Steps(2), kind="dev")
    KEPT.parent.mkdir(exist_ok=True)
    operation_facts.KEPT.write_text(operation_facts.text(), encoding="utf-8")
    KEPT.write_text(described(), encoding="utf-8")
    refusals.PAGE.write_text(refusals.page(), encoding="utf-8")
    print(f"{KEPT.relative_to(ROOT)}: {KEPT.read_text().count(chr(10))} lines")
    return 0


def described() -> str:
    """Return the description as the code gives it now; raises StepFailed on any warning of the generator."""
    VAR.mkdir(exist_ok=True)
    target = VAR / "openapi.yaml"
    call(PYTHON, "manage.py", "spectacular", "--file", target, "--validate", "--fail-on-warn")
    return target.read_text(encoding="utf-8")


def main() -> int:
    kept = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    if operation_facts.KEPT.read_text("utf-8") != operation_facts.text():
        print("config/api_facts.json is not what the sources say: ./dev openapi")
        return 1
    changes = list(difflib.unified_diff(kept, described().splitlines(), "kept", "code", lineterm=""))
    if changes:
        print("\n".join([*changes[:SHOWN_LINES], "Run ./dev openapi if this is meant; /api/v1/ only grows."]))
    return int(bool(changes))


if __name__ == "__main__":
    sys.exit(fail_softly(main))
