"""Steps on the screen: one line each, a bar for the whole, the seconds it took; a child's output only when it fails."""

from __future__ import annotations

import errno
import os
import re
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.places import LOGS, ROOT

BAR_WIDTH = 20
TICK_SECONDS = 0.1
TAIL_LINES = 40
_FULL_OR_CLOSED = (errno.EACCES, errno.EROFS, errno.ENOSPC)


class StepFailed(Exception):
    """A step ended badly; the text is for the person at the terminal."""


class Steps:
    """A known number of steps, drawn as `[=====>    ] 3/7 Name  1.2 s`."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.is_live = sys.stdout.isatty()

    @contextmanager
    def step(self, name: str, *, shows_output: bool = False) -> Iterator[None]:
        """Time the block and draw its line; with `shows_output` the block prints below its own line."""
        started = time.monotonic()
        if shows_output:
            print(self._line(name, None), flush=True)
        stop = threading.Event()
        painter = threading.Thread(target=self._paint, args=(name, started, stop), daemon=True)
        if self.is_live and not shows_output:
            painter.start()
        mark = "  failed after"
        try:
            yield
            self.done += 1
            mark = " "
        finally:
            stop.set()
            if painter.is_alive():
                painter.join()
            clear = "\r\x1b[2K" if self.is_live and not shows_output else ""
            if not shows_output:
                print(f"{clear}{self._line(name, time.monotonic() - started, mark)}", flush=True)

    def skip(self, name: str) -> None:
        """Count a step that has nothing to do, without a line of its own."""
        del name
        self.done += 1

    def _paint(self, name: str, started: float, stop: threading.Event) -> None:
        while not stop.wait(TICK_SECONDS):
            print(f"\r\x1b[2K{self._line(name, time.monotonic() - started)}", end="", flush=True)

    def _line(self, name: str, seconds: float | None, mark: str = " ") -> str:
        filled = BAR_WIDTH * self.done // self.total
        bar = "=" * filled + ">" * (filled < BAR_WIDTH) + " " * (BAR_WIDTH - filled - 1)
        took = "" if seconds is None else f"{mark} {seconds:.1f} s"
        return f"[{bar}] {self.done}/{self.total} {name}{took}"


def run(
    *command: str | Path,
    env: Mapping[str, str] | None = None,
    shows_output: bool = False,
    hint: str = "",
    timeout: float | None = None,
) -> str:
    """Run a program in the project's folder and return what it printed; raises StepFailed with its last lines."""
    words = [str(word) for word in command]
    merged = {**os.environ, **(env or {})}
    if shows_output:
        code, output = subprocess.run(words, cwd=ROOT, env=merged, check=False, timeout=timeout).returncode, ""
    else:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=merged,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=timeout,
        )
        code, output = done.returncode, done.stdout
    if code:
        raise StepFailed(_story(words, code, output, hint))
    return output


def _story(words: Sequence[str], code: int, output: str, hint: str) -> str:
    lines = output.splitlines()
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{re.sub(r'[^a-z0-9]+', '-', ' '.join(words[-2:]).lower()).strip('-')[:60]}.log"
    log.write_text(output, encoding="utf-8")
    where = f"(all of it: {log.relative_to(ROOT)})" if len(lines) > TAIL_LINES else ""
    parts = ["\n".join(lines[-TAIL_LINES:]), f"{shlex.join(words[-4:])} ended with {code} {where}".rstrip(), hint]
    return "\n".join(part for part in parts if part)


def fail_softly(main: Callable[[], int]) -> int:
    """Run a command line; print a failed step as a message instead of a traceback."""
    try:
        return main()
    except StepFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except OSError as problem:
        if problem.errno not in _FULL_OR_CLOSED:
            raise
        print(f"\n{problem.strerror}: {problem.filename}\nEverything goes to .venv/ and var/ here.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
