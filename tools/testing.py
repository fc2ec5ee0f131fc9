"""`./dev test`: the checks, the whole suite on the embedded world, and the world suites on PostgreSQL and Redis."""

from __future__ import annotations

import argparse
import os
import subprocess
import time
from collections.abc import Sequence

from tools import checking, environment
from tools.places import PYTHON, ROOT
from tools.serving import compile_messages
from tools.steps import Steps, run as call

PARALLEL = ("-n", str(min(4, max(2, os.cpu_count() or 2))))
# Apart from the rest: Playwright leaves an event loop running in its worker, which asyncio tests cannot bear.
JOURNEYS = ("tests/journeys", "--dist", "worksteal")


def run(options: argparse.Namespace) -> int:
    """Prepare, then run everything; with pytest's own arguments run just those tests."""
    prepare()
    if options.rest:
        return pytest(os.environ.get("TEST_STACK", "embedded"), options.rest)
    checks = checking.begin()  # browsers and servers let processors wait now and then
    results = {
        "tests, embedded (SQLite, in memory)": pytest("embedded", [*PARALLEL, "--ignore", JOURNEYS[0]]),
        "journeys in a real browser, embedded": walk(),
        "tests, production (PostgreSQL, Redis)": pytest("production", [*PARALLEL, "-m", "world"]),
    }
    results["checks"] = checks()
    print()
    for name, code in results.items():
        print(f"{'ok    ' if code == 0 else 'FAILED'}  {name}")
    return max(results.values())


def walk() -> int:
    """Walk the journeys side by side; those that fail are walked once more alone, since some of them measure time."""
    code = pytest("embedded", [*PARALLEL, *JOURNEYS])
    if code != 1:
        return code
    print("\nOnce more, alone: a journey that fails again is broken, one that passes was short of processor time.")
    return pytest("embedded", [JOURNEYS[0], "--last-failed", "-v"])


def prepare() -> None:
    steps = Steps(4)
    environment.prepare(steps, kind="dev")
    compile_messages(steps)
    with steps.step("Find a browser"):
        found = call(PYTHON, "-m", "tools.browser").splitlines()
        os.environ |= dict(line.split("=", 1) for line in found if "=" in line)


def pytest(world: str, arguments: Sequence[str]) -> int:
    """Run pytest in one world, its output and closing line visible; return its exit code."""
    started = time.monotonic()
    print(f"\nTests, {world} world", flush=True)
    command = [str(PYTHON), "-m", "pytest", "-q", *arguments]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, "TEST_STACK": world}, check=False).returncode
    print(f"{world} world: {time.monotonic() - started:.0f} s", flush=True)
    return code
