"""Live fan-out: server CPU for each delivered copy, over the floor of Python and below stock Channels.

Every server runs alone, with all clients in this process; one message is in flight at a time and the next leaves when
all have the last. Hearth is the real application on PostgreSQL and Redis: another process touches a topic, and the
time counts from before that touch. CPU for each copy is the figure to trust on a shared machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from itertools import cycle
from pathlib import Path

import uvloop

from bench.live_client import Client, Tally, connect, publish_for
from tools.services import free_port

SERVICES = ("postgres", "valkey")
ROOT = Path(__file__).parent.parent
TOPICS = 40  # told in turn, so that none needs its rest
SETTLE_SECONDS = 1.0
GOAL_OVER_FLOOR = 3.5
GOAL_UNDER_STOCK = 20
GOAL_P99_MS = 15
P99_OVER_FLOOR = 4  # 15 ms is four times the floor on a quiet machine; on a busy one that ratio is the goal
STALL_CLIENTS, STALL_MESSAGES = 50, 200
PAYLOAD = b'{"t":"bench","v":1,"html":"' + b"x" * 170 + b'"}'
UVICORN = "-m uvicorn {app} --host 127.0.0.1 --port {port} --log-level error --lifespan off --backlog 4096"
UVICORN += " --ws websockets-sansio --ws-per-message-deflate false --no-access-log"
SERVERS = {
    "floor": "-m bench.live_servers floor {port}",
    "stock": UVICORN.replace("{app}", "--factory bench.live_servers:stock"),
    "feed": UVICORN.replace("{app}", "bench.live_hearth:application"),
    "board": UVICORN.replace("{app}", "bench.live_hearth:application"),
    "campaign": UVICORN.replace("{app}", "bench.live_hearth:application"),
    "battle": UVICORN.replace("{app}", "bench.live_hearth:application"),
}
DRAWN = ("campaign", "battle")
DRAWN_HELP = "campaign and battle are real pages with 5,000 watchers, drawn once for each change"
Publish = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Figures:
    cpu_us: float
    p50_ms: float
    p99_ms: float
    told: float

    @classmethod
    def median(cls, runs: list[Figures]) -> Figures:
        middle = statistics.median
        return cls(*(middle(getattr(run, field.name) for run in runs) for field in fields(cls)))


def cpu_seconds(pid: int) -> float:
    """Return the user and system time of a process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(name: str) -> Iterator[tuple[int, int]]:
    """Run a server and yield its port and process id."""
    port = free_port()
    command = [sys.executable, *SERVERS[name].format(port=port).split()]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        if process.poll() is not None:
            raise RuntimeError(f"The server of {name} did not start")
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()


@contextmanager
def toucher(topics: Sequence[str]) -> Iterator[Publish]:
    """Run the process that touches topics, and yield what makes it touch the next."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.live_hearth"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    process.stdout.readline()
    names, pipe = cycle(topics), process.stdin

    async def publish() -> None:
        pipe.write(f"{next(names)}\n".encode())
        pipe.flush()

    try:
        yield publish
    finally:
        process.stdin.close()
        process.wait(10)


def names_of(scene: str) -> list[str]:
    return [f"bench:{scene}:{number}" for number in range(TOPICS)]


def greeting(topics: Sequence[str]) -> bytes:
    return json.dumps({"sub": topics}).encode()


async def measure(
    port: int,
    pid: int,
    clients: int,
    seconds: float,
    *,
    hello: bytes = b"",
    publish: Publish | None = None,
    payload: bytes = PAYLOAD,
    pause_seconds: float = 0,
) -> Figures:
    tally = Tally(wanted=clients)
    sockets = await connect(tally, clients, port, hello)
    publish = publish or echo(sockets[0], payload)
    await asyncio.sleep(SETTLE_SECONDS)
    told = await publish_for(0.5, tally, publish, pause_seconds=pause_seconds)
    tally.latencies.clear()
    before = cpu_seconds(pid)
    told += await publish_for(seconds, tally, publish, pause_seconds=pause_seconds)
    spent = cpu_seconds(pid) - before
    times = statistics.quantiles(tally.latencies, n=100)
    copies = len(tally.latencies)
    for client in sockets:
        client.transport.abort()
    return Figures(spent / copies * 1e6, times[49] * 1e3, times[98] * 1e3, told)


def echo(client: Client, payload: bytes) -> Publish:
    async def publish() -> None:
        client.send(payload)

    return publish


def run(name: str, clients: int, seconds: float) -> Figures:
    with served(name) as (port, pid):
        if name not in ("feed", "board"):
            return uvloop.run(measure(port, pid, clients, seconds))
        with toucher(names_of(name)) as publish:
            return uvloop.run(measure(port, pid, clients, seconds, hello=greeting(names_of(name)), publish=publish))


async def stall(port: int, publish: Publish) -> tuple[int, int, bool]:
    """Return the fewest copies that any got beside one that stalls, of how many, and whether that one caught up."""
    tally = Tally(wanted=STALL_CLIENTS)
    clients = await connect(tally, STALL_CLIENTS, port, greeting(names_of("big")))
    stalled, others = clients[7], clients[:7] + clients[8:]
    stalled.frames = []
    stalled.transport.pause_reading()
    for _ in range(STALL_MESSAGES):
        await publish()
        await asyncio.sleep(0.02)
    await asyncio.sleep(2)
    fewest = min(client.received for client in others)
    stalled.transport.resume_reading()
    await asyncio.sleep(3)
    newest = {frame["t"]: frame["v"] for frame in map(json.loads, stalled.frames) if "t" in frame}
    is_current = set(newest.values()) == {STALL_MESSAGES // TOPICS} and len(newest) == TOPICS
    for client in clients:
        client.transport.abort()
    return fewest, STALL_MESSAGES, is_current


class Report:
    """Prints figures beside their goals and remembers a miss."""

    def __init__(self) -> None:
        self.is_met = True

    def row(self, name: str, clients: int, figures: Figures) -> None:
        values = f"{figures.cpu_us:8.1f} us/copy   p50 {figures.p50_ms:7.2f} ms   p99 {figures.p99_ms:7.2f} ms"
        print(f"{name:22} N={clients:<5} {values}", flush=True)

    def goal(self, name: str, value: float, limit: float, *, at_most: bool) -> None:
        is_met = value <= limit if at_most else value >= limit
        self.is_met = self.is_met and is_met
        sign = "<=" if at_most else ">="
        print(f"  {'ok  ' if is_met else 'MISS'} {name}: {value:.1f} (goal {sign} {limit})", flush=True)


def compare(report: Report, clients: int, scenes: list[str], rounds: int, seconds: float) -> None:
    found: dict[str, list[Figures]] = {name: [] for name in ("floor", *scenes, "stock")}
    for name in [*found] * rounds + ["floor"]:
        found[name].append(run(name, clients, seconds))
    medians = {name: Figures.median(runs) for name, runs in found.items()}
    titles = {"floor": "limit: Python's floor", "stock": "peer: Channels, stock", "feed": "Hearth: feed hint"}
    for name, figures in medians.items():
        report.row(titles.get(name, "Hearth: shared board"), clients, figures)
    for scene in scenes:
        cpu = medians[scene].cpu_us
        report.goal(f"{scene}, CPU over the floor", cpu / medians["floor"].cpu_us, GOAL_OVER_FLOOR, at_most=True)
        report.goal(f"{scene}, times below stock", medians["stock"].cpu_us / cpu, GOAL_UNDER_STOCK, at_most=False)
        if clients <= 1000:
            limit = max(GOAL_P99_MS, round(P99_OVER_FLOOR * max(figures.p99_ms for figures in found["floor"]), 1))
            report.goal(f"{scene}, p99 ms", medians[scene].p99_ms, limit, at_most=True)


def check_stall(report: Report) -> None:
    with served("board") as (port, _), toucher(names_of("big")) as publish:
        fewest, sent, is_current = uvloop.run(stall(port, publish))
    print(f"one stalled reader of {STALL_CLIENTS}, {sent} messages of 60 kB")
    report.goal("copies that each of the others got", fewest, sent, at_most=False)
    report.goal("the stalled one caught up afterwards", int(is_current), 1, at_most=False)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="1,000 sockets (500 for a drawn page), one short round")
    parser.add_argument("--scene", choices=("feed", "board", *DRAWN), help="only this one; " + DRAWN_HELP)
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65_536, hard), hard))
    os.environ |= {"HEARTH_LIVE_SOCKETS_PER_ADDRESS": "10000", "HEARTH_SECRET_KEY": "only-for-the-bench-" * 3}
    subprocess.run([sys.executable, "manage.py", "migrate", "live", "--verbosity", "0"], cwd=ROOT, check=True)

    report = Report()
    if options.scene in DRAWN:
        from bench import live_drawn  # which measures with this module

        return live_drawn.run(report, options.scene, sockets=hard // 2, is_quick=options.quick)
    scenes = [options.scene] if options.scene else ["feed", "board"]
    for clients in (1000,) if options.quick else (1000, 2000):
        compare(report, clients, scenes, rounds=1 if options.quick else 3, seconds=2 if options.quick else 4)
    check_stall(report)
    return 0 if report.is_met else 1


if __name__ == "__main__":
    sys.exit(main())
