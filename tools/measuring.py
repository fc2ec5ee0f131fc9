"""`./dev bench NAME`: run bench/NAME.py beside the private servers that it asks for; it exits non-zero below its goal.

A bench names its servers in a line `SERVICES = ("postgres", "valkey")`; it finds them in DATABASE_URL and REDIS_URL.
Benches wait for the disk on every commit, as production does.
"""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from tools import environment
from tools.places import PYTHON, ROOT
from tools.services import Server, postgres, valkey
from tools.steps import StepFailed, Steps

BENCHES = ROOT / "bench"
Start = Callable[[], AbstractContextManager[Server]]
SERVICES: dict[str, tuple[str, Start]] = {
    "postgres": ("DATABASE_URL", lambda: postgres(durable=True)),
    "valkey": ("REDIS_URL", valkey),
}


def run(options: argparse.Namespace) -> int:
    """Prepare the environment, then measure there: the packaged servers are found among its packages."""
    if options.name is None:
        print("\n".join(f"{name:12} {first_line(path)}" for name, path in benches().items()))
        return 0
    if options.name not in benches():
        raise StepFailed(f"No bench {options.name!r}. There are: {', '.join(benches())}")
    environment.prepare(Steps(2), kind="dev")
    command = [PYTHON, "-m", "tools.measuring", options.name, *options.rest]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def benches() -> dict[str, Path]:
    """Return every bench by name: a file of bench/ that names its servers, be it none."""
    return {path.stem: path for path in sorted(BENCHES.glob("*.py")) if services_of(path) is not None}


def first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def services_of(path: Path) -> tuple[str, ...] | None:
    """Return the value of the file's SERVICES without importing it, None when it has none."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "SERVICES":
            return tuple(ast.literal_eval(node.value))
    return None


def measure(name: str, arguments: list[str]) -> int:
    """Start the servers the bench asks for, run it, and return its exit code."""
    with ExitStack() as stack:
        env = dict(os.environ)
        for service in services_of(BENCHES / f"{name}.py") or ():
            variable, start = SERVICES[service]
            env[variable] = stack.enter_context(start()).url
        command = [sys.executable, "-m", f"bench.{name}", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(measure(sys.argv[1], sys.argv[2:]))
