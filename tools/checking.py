"""`./dev check`: every habit a machine can check. All run, two at a time; each prints its name and seconds."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from tools import environment
from tools.formatting import DJADE, RUFF, template_names
from tools.places import APPS, PYTHON, ROOT, VENV
from tools.serving import compile_messages
from tools.steps import Steps

PROCESSES = 2
SETTINGS = {"HEARTH_TEST": "1", "HEARTH_SECRET_KEY": "only-for-checks-" * 4, "DATABASE_URL": "sqlite:///:memory:"}


@dataclass(frozen=True)
class Outcome:
    name: str
    code: int
    output: str
    seconds: float


def run(options: argparse.Namespace) -> int:
    """Prepare the environment and check."""
    del options
    steps = Steps(3)
    environment.prepare(steps, kind="dev")
    compile_messages(steps)
    return check()


def check() -> int:
    """Run every check and print what fell short; return 1 when any did."""
    failed = []
    with ThreadPoolExecutor(PROCESSES) as pool:
        jobs = [pool.submit(_measure, name, command) for name, command in commands().items()]
        for job in as_completed(jobs):
            outcome = job.result()
            print(f"{'ok    ' if outcome.code == 0 else 'FAILED'} {outcome.seconds:5.1f} s  {outcome.name}", flush=True)
            if outcome.code:
                failed.append(outcome)
    for outcome in failed:
        print(f"\n{outcome.name}\n{outcome.output.rstrip()}", flush=True)
    return int(bool(failed))


def begin() -> Callable[[], int]:
    """Check with what other work leaves of the processors; the function returned waits, prints and gives the code."""
    job = ThreadPoolExecutor(1).submit(_measure, "checks", ["nice", "-n", "19", str(PYTHON), "-m", "tools.checking"])

    def finish() -> int:
        outcome = job.result()
        print(f"\nChecks\n{outcome.output.rstrip()}", flush=True)
        return outcome.code

    return finish


def commands() -> dict[str, Sequence[str]]:
    """Return each check's command, the slowest first."""
    python = str(PYTHON)
    packages = [name for name in (*APPS, "tools", "bench") if (ROOT / name).is_dir()]
    templates = template_names()
    return {
        "types (mypy)": [python, "-m", "mypy", *packages],
        "API description (docs/openapi.yaml)": [python, "-m", "tools.openapi"],
        "migrations complete": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
        "Django's own checks": [python, "manage.py", "check", "--fail-level", "WARNING"],
        "translations complete": [python, "-m", "tools.messages", "check"],
        "layers (import-linter)": [str(VENV / "bin/lint-imports"), "--no-logo", "--cache-dir", "var/import-linter"],
        "template format (djade)": [*DJADE, "--check", *templates],
        "template rules (no inline code, nothing from elsewhere)": [python, "-m", "tools.templates"],
        "sizes of files and functions": [python, "-m", "tools.sizes"],
        "words that do not belong": [python, "-m", "tools.words"],
        "format (ruff)": [*RUFF, "format", "--check", "."],
        "lint (ruff)": [*RUFF, "check", "--output-format", "concise", "."],
    }


def _measure(name: str, command: Sequence[str]) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **SETTINGS},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return Outcome(name, done.returncode, done.stdout, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(check())
