"""The project's own Python environment in .venv/, made once and renewed when the requirements change."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

from tools.compiling import compiling
from tools.places import APPS, PYTHON, ROOT, STAMPS, VENV
from tools.steps import StepFailed, Steps, run

UV = "uv==0.13.9"
FILES = {
    "run": ("constraints.txt", "requirements.txt"),
    "dev": ("constraints.txt", "requirements.txt", "requirements-dev.txt"),
}


def prepare(steps: Steps, *, kind: str) -> None:
    """Make .venv and install what `kind` (`run` or `dev`) needs. Two steps."""
    is_complete = PYTHON.exists() and (is_installed(kind) or is_installed("dev"))  # dev holds all that run needs
    if is_complete:
        for name in ("Make .venv", "Install packages"):
            steps.skip(name)
        return
    with compiling(APPS):
        if is_made():
            steps.skip("Make .venv")
        else:
            with steps.step("Make .venv"):
                make_venv()
        with steps.step("Install packages"):
            install(FILES[kind][-1])
    remember(f"requirements-{kind}", _requirements_digest(kind))


def is_installed(kind: str) -> bool:
    """Tell whether the requirements of `kind` are those that were installed last."""
    return is_fresh(f"requirements-{kind}", _requirements_digest(kind))


def _requirements_digest(kind: str) -> str:
    return digest(ROOT / name for name in FILES[kind])


def is_made() -> bool:
    """Tell whether there is a .venv that can install; one that was interrupted cannot."""
    return PYTHON.exists() and _has_module("pip")


def make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise StepFailed(
            "This Python has no venv module. On Debian or Ubuntu it is a package of its own:\n"
            f"    apt install python{version}-venv"
        )
    pip = carried_pip()
    bare = ("--without-pip",) if pip else ()
    run(sys.executable, "-m", "venv", *bare, VENV, hint=f"Remove {VENV.name}/ and try again.")
    if pip:
        with ZipFile(pip) as wheel:
            wheel.extractall(site_packages())


def site_packages() -> Path:
    return Path(sysconfig.get_path("purelib", "venv", vars={"base": str(VENV)}))


def packages() -> list[Path]:
    """Return what is installed, the last name first; nothing where another version of Python made .venv."""
    there = site_packages()
    return sorted(there.iterdir(), reverse=True) if there.is_dir() else []


def carried_pip() -> Path | None:
    """Return the wheel of pip that this Python carries for its environments.

    Unpacked it is installed; `venv` would run pip out of the wheel to install pip, and be seconds about it.
    """
    import ensurepip  # Debian packs it apart

    places = (sysconfig.get_config_var("WHEEL_PKG_DIR"), Path(ensurepip.__file__).parent / "_bundled")
    return next((wheel for place in places if place for wheel in Path(place).glob("pip-*.whl")), None)


def install(requirements: str) -> None:
    """Install pinned requirements with uv, or with pip where uv cannot be had."""
    try:
        if not _has_module("uv"):
            run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
        run(PYTHON, "-m", "uv", "pip", "install", "--quiet", "--system-certs", "--python", PYTHON, "-r", requirements)
    except StepFailed as failure:
        print(f"\nuv could not install everything, pip goes on:\n{failure}")
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements)


def _has_module(name: str) -> bool:
    return subprocess.run([PYTHON, "-c", f"import {name}"], capture_output=True, check=False).returncode == 0


def digest(paths: Iterable[Path]) -> str:
    """Return one hash over names and contents; a missing file counts too."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.relative_to(ROOT).as_posix().encode())
        total.update(path.read_bytes() if path.exists() else b"-")
    return total.hexdigest()


def is_fresh(name: str, stamp: str) -> bool:
    """Tell whether `remember` was last called with the same stamp."""
    kept = _stamp_file(name)
    return kept.exists() and kept.read_text() == stamp


def is_stale(name: str, stamp: str) -> bool:
    """Tell whether `remember` was last called with another stamp; False when it never was."""
    return _stamp_file(name).exists() and not is_fresh(name, stamp)


def remember(name: str, stamp: str) -> None:
    kept = _stamp_file(name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(stamp)


def forget(name: str) -> None:
    _stamp_file(name).unlink(missing_ok=True)


def _stamp_file(name: str) -> Path:
    return (VENV if name.startswith("requirements") else STAMPS) / f"{name}.stamp"
