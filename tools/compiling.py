"""Modules compiled on a processor that waits, while another program prepares what will import them."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.places import ROOT


@contextmanager
def compiling(folders: Iterable[str | Path]) -> Iterator[None]:
    """Compile the modules below `folders`, in this order, while the block runs; what is left then stays so."""
    quiet = subprocess.DEVNULL
    words = (sys.executable, "-m", "tools.compiling", *map(str, folders))
    helper = subprocess.Popen(words, cwd=ROOT, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        helper.terminate()
        helper.wait()


def main(folders: list[str]) -> None:
    if hasattr(os, "nice"):
        os.nice(10)
    for folder in folders:
        compileall.compile_dir(folder, quiet=2)


if __name__ == "__main__":
    main(sys.argv[1:])
