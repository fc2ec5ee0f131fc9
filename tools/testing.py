"""`./dev test`: the checks, the whole suite on the embedded world, and the world suites on PostgreSQL and Redis."""

from __future__ import annotations

import argparse
import os
import subprocess
import time
from collections.abc import Callable, Sequence

from tools import checking, environment
from tools.places import PYTHON, ROOT
from tools.serving import compile_messages
from tools.steps import Steps, run as call

# One more than there are processors: now and then each waits, for a thread, a browser or a server. Stealing keeps the
# tests of a module together, which finds its caches warm, and leaves no worker alone with the longest at the end.
PARALLEL = ("-n", str(min(5, (os.cpu_count() or 2) + 1)), "--dist", "worksteal")
# Apart from the rest: Playwright leaves an event loop running in its worker, which asyncio tests cannot bear.
JOURNEYS = "tests/journeys"


def run(options: argparse.Namespace) -> int:
    """Prepare, then run everything; with pytest's own arguments run just those tests."""
    prepare()
    if options.rest:
        return pytest(os.environ.get("TEST_STACK", "embedded"), options.rest)
    checks = checking.begin()
    print("\nThe checks run beside the tests; what they found is told at the end.")
    suites: dict[str, Callable[[], int]] = {
        "tests, embedded (SQLite, in memory)": lambda: pytest("embedded", [*PARALLEL, "--ignore", JOURNEYS]),
        "journeys in a real browser, embedded": walk,
        "tests, production (PostgreSQL, Redis)": lambda: pytest("production", [*PARALLEL, "-m", "world"]),
    }
    results = {
        name: told(f"{number}/{len(suites)} {name}", suite) for number, (name, suite) in enumerate(suites.items(), 1)
    }
    results["checks"] = checks()
    print()
    for name, code in results.items():
        print(f"{'ok    ' if code == 0 else 'FAILED'}  {name}")
    return max(results.values())


def told(name: str, suite: Callable[[], int]) -> int:
    """Run it between a line that names it and one that says how it ended and how long it took."""
    started = time.monotonic()
    print(f"\n{name}", flush=True)
    code = suite()
    print(f"{name}: {'ok' if code == 0 else 'FAILED'} after {time.monotonic() - started:.0f} s", flush=True)
    return code


def walk() -> int:
    """Walk the journeys side by side; those that fail are walked once more alone, since some of them measure time."""
    code = pytest("embedded", [*PARALLEL, JOURNEYS])
    if code != 1:
        return code
    print("\nOnce more, alone: a journey that fails again is broken, one that passes was short of processor time.")
    return pytest("embedded", [JOURNEYS, "--last-failed", "-v"])


def prepare() -> None:
    steps = Steps(4)
    environment.prepare(steps, kind="dev")
    compile_messages(steps)
    with steps.step("Find a browser"):
        found = call(PYTHON, "-m", "tools.browser").splitlines()
        os.environ |= dict(line.split("=", 1) for line in found if "=" in line)


def pytest(world: str, arguments: Sequence[str]) -> int:
    """Run pytest in one world, its output visible; return its exit code."""
    command = [str(PYTHON), "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "TEST_STACK": world}, check=False).returncode
