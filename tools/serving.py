"""`./dev run`: from a fresh clone to the seeded community in a browser; the second time only the server starts."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing

from tools import environment
from tools.compiling import compiling
from tools.places import APPS, PYTHON, ROOT, STAMPS, VAR, python_files
from tools.steps import StepFailed, Steps, run as call

DATABASE = VAR / "hearth.sqlite3"
ACCOUNTS = STAMPS / "demo-accounts.txt"
SEEDING = STAMPS / "seeding"  # there while the community is being made
MANAGE = (PYTHON, "manage.py")
START_SECONDS = 60
OTHER_VERSION = "Made by another version? ./dev run --fresh starts with a new demo database."


def run(options: argparse.Namespace) -> int:
    """Prepare what has changed since the last time, then serve until Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who ends this ends the server, too
    check_port(options.port)
    os.environ.setdefault("HEARTH_DEMO", "1")
    if options.watch:
        os.environ["HEARTH_DEBUG"] = "1"
    os.environ.setdefault("HEARTH_BASE_URL", f"http://127.0.0.1:{options.port}")
    started = time.monotonic()
    if options.fresh or was_interrupted():
        forget_database()
    steps = Steps(6)
    environment.prepare(steps, kind="run")
    compile_messages(steps)
    prepare_community(steps)
    return serve(steps, options.port, started, watched=options.watch)


def check_port(port: int) -> None:
    if not 0 < port < 65536:
        raise StepFailed(f"{port} is no port: they go from 1 to 65535.")
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            raise StepFailed(f"Port {port} is in use. Try ./dev run --port {port + 1}") from problem


def forget_database() -> None:
    if _is_elsewhere():
        raise StepFailed("--fresh removes the SQLite file in var/ only; DATABASE_URL names another database.")
    for path in VAR.glob(f"{DATABASE.name}*"):
        path.unlink()
    shutil.rmtree(VAR / "media", ignore_errors=True)
    for kept in (ACCOUNTS, SEEDING):
        kept.unlink(missing_ok=True)


def compile_messages(steps: Steps) -> None:
    """Build the .mo files, which git does not keep."""
    sources = sorted((ROOT / "locale").rglob("*.po"))
    stamp = environment.digest([*sources, *(path.with_suffix(".mo") for path in sources)])
    if environment.is_fresh("messages", stamp):
        steps.skip("Compile translations")
        return
    with steps.step("Compile translations"):
        call(PYTHON, "-m", "tools.messages", "compile")
    environment.remember("messages", environment.digest([*sources, *(path.with_suffix(".mo") for path in sources)]))


def prepare_community(steps: Steps) -> None:
    """Bring the tables up to date, and fill an empty database; of a new one the same process makes the tables."""
    is_new = not DATABASE.exists() and not _is_elsewhere()
    if is_new:
        steps.skip("Prepare the database")
    else:
        migrate(steps)
    seed(steps, is_new=is_new)
    if is_new:
        _remember(_stamps())


def _stamps() -> dict[str, str]:
    """Return what the tables are made of, and what they can no longer be changed into."""
    migrations = [path for path in python_files(*APPS) if path.parent.name == "migrations"]
    return {
        "migrations": environment.digest([*migrations, ROOT / "requirements.txt"]),
        "tables": environment.digest(path for path in migrations if path.name.startswith("0001")),
    }


def migrate(steps: Steps) -> None:
    stamps = _stamps()
    if DATABASE.exists() and not _is_elsewhere() and environment.is_stale("tables", stamps["tables"]):
        raise StepFailed(f"The tables of {DATABASE.relative_to(ROOT)} are not those of this code. {OTHER_VERSION}")
    if DATABASE.exists() and not _is_elsewhere() and environment.is_fresh("migrations", stamps["migrations"]):
        steps.skip("Prepare the database")
        return
    with steps.step("Prepare the database"):
        call(*MANAGE, "migrate", "--no-input", "--skip-checks", hint=OTHER_VERSION)
    _remember(stamps)


def _remember(stamps: dict[str, str]) -> None:
    for name, stamp in stamps.items():
        environment.remember(name, stamp)


def seed(steps: Steps, *, is_new: bool = False) -> None:
    """Fill an empty database with the demo community; the command draws its own progress, and makes a new one first."""
    if not is_new and not _is_elsewhere() and has_members():
        steps.skip("Seed the community")
        return
    if not _is_elsewhere():
        SEEDING.touch()
    # From the last name on: what the command uses first, Django above all, it compiles itself.
    with compiling(environment.packages()), steps.step("Seed the community", shows_output=True):
        call(*MANAGE, "seed_demo", "--migrate" if is_new else "--if-empty", shows_output=True)
    SEEDING.unlink(missing_ok=True)
    ACCOUNTS.unlink(missing_ok=True)


def was_interrupted() -> bool:
    """Tell whether half a community is there, which would pass for a whole one."""
    return SEEDING.exists() and not _is_elsewhere()


def has_members() -> bool:
    """Look into the SQLite file without starting Django."""
    with closing(sqlite3.connect(DATABASE)) as database:
        return bool(database.execute("select exists (select 1 from accounts_user)").fetchone()[0])


def command(port: int, *, watched: bool = False) -> list[str]:
    """Return the command of the one process that serves pages and sockets; `watched` restarts it on a changed file."""
    # Without the last, uvicorn believes this machine about addresses; HEARTH_PROXIES alone decides whom to believe.
    address = ("--host", "127.0.0.1", "--port", str(port), "--no-proxy-headers")
    quiet = ("--lifespan", "off", "--log-level", "warning", "--timeout-graceful-shutdown", "2")
    folders = [part for app in APPS if (ROOT / app).is_dir() for part in ("--reload-dir", app)]
    watch = ("--reload", *folders) if watched else ()
    server = (str(PYTHON), "-m", "uvicorn", "config.asgi:application")
    sockets = ("--ws", "websockets-sansio", "--ws-max-size", "65536", "--ws-per-message-deflate", "false")
    return [*server, *sockets, *address, *quiet, *watch]


def serve(steps: Steps, port: int, started: float, *, watched: bool) -> int:
    """Start the server, wait for the first page, say where it is, and stay until it ends."""
    server = subprocess.Popen(command(port, watched=watched), cwd=ROOT)
    try:
        with steps.step("Start the server"):
            accounts = demo_accounts()
            wait_for_page(server, port)
        print(
            f"\nHearth is at http://127.0.0.1:{port}  (ready after {time.monotonic() - started:.1f} s, Ctrl-C stops it)"
        )
        print(accounts, flush=True)
        return server.wait()
    except KeyboardInterrupt:
        print("\nGood-bye.", flush=True)
        return 0
    finally:
        stop(server)


def demo_accounts() -> str:
    """Return the accounts to sign in with; kept beside the database they belong to."""
    if not ACCOUNTS.exists() or _is_elsewhere():
        ACCOUNTS.parent.mkdir(parents=True, exist_ok=True)
        ACCOUNTS.write_text(call(*MANAGE, "demo_accounts"), encoding="utf-8")
    return ACCOUNTS.read_text(encoding="utf-8")


def wait_for_page(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise StepFailed(f"The server ended with {server.returncode}; its reason stands above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=START_SECONDS):
                return
        except urllib.error.HTTPError as answer:
            raise StepFailed(
                f"The first page answered {answer.code}; the reason stands above. {OTHER_VERSION}"
            ) from answer
        except OSError:
            time.sleep(0.05)
    raise StepFailed(f"The server did not answer within {START_SECONDS} s.")


def stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _is_elsewhere() -> bool:
    return bool(os.environ.get("DATABASE_URL"))
