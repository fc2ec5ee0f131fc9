"""Signed-in feed of 20 real cards from one WSGI worker, beside a minimal Django page: CPU, depth, queries, weight.

Three ways to the page: given again (all its versions stand), drawn anew with its cards kept, and drawn from nothing.
CPU is the server's own, without the database's. The peer lists as many rows on the same tables with none of the rest.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import common, pages_load

SERVICES = ("postgres",)
CONNECTIONS = 4
ROUNDS = 3
DEEP_PAGE = 1000
PEER_BACKEND = "django.contrib.auth.backends.ModelBackend"
MISAGO_MS = 88.0  # CPU a request of Misago 0.39's thread list, signed in, on another machine
GOALS = {"peer": 1.5, "depth": 1.2, "kilobytes": 60}


@dataclass(frozen=True)
class Load:
    """What a round of requests cost."""

    per_second: float
    cpu_ms: float


@contextmanager
def served(settings: str) -> Iterator[tuple[int, int]]:
    """Serve `settings` by one gunicorn worker; yield its port and process id."""
    from tools.services import free_port

    port = free_port()
    wsgi = "config.wsgi:application" if settings == "config.settings" else "django.core.wsgi:get_wsgi_application()"
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "-w1", "--worker-class", "gthread", "--threads", "1"]
    command += ["-b", f"127.0.0.1:{port}", "--log-level", "error", wsgi]
    master = subprocess.Popen(command, cwd=common.ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings})
    try:
        yield port, _worker_of(master.pid)
    finally:
        master.terminate()
        master.wait(10)


def _worker_of(master: int) -> int:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with Path(f"/proc/{master}/task/{master}/children").open() as children:
            if pids := children.read().split():
                return int(pids[0])
        time.sleep(0.1)
    raise SystemExit("gunicorn did not start")


def _cpu_seconds(pid: int) -> float:
    with Path(f"/proc/{pid}/stat").open() as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _ask(port: int, path: str, cookie: str, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: keep-alive\r\n\r\n".encode()
    done = 0
    while time.monotonic() < until:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if not head.startswith("http/1.1 200"):
            raise SystemExit(f"{path}: {head.splitlines()[0]}")
        await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))
        done += 1
    writer.close()
    return done


def _round(port: int, pid: int, path: str, cookie: str, seconds: float) -> Load:
    async def all_of_them() -> int:
        until = time.monotonic() + seconds
        return sum(await asyncio.gather(*(_ask(port, path, cookie, until) for _ in range(CONNECTIONS))))

    cpu, start = _cpu_seconds(pid), time.monotonic()
    done = asyncio.run(all_of_them())
    return Load(done / (time.monotonic() - start), (_cpu_seconds(pid) - cpu) * 1000 / done)


def compare(cookie: str, seconds: float) -> tuple[Load, Load]:
    """Return the peer's and Hearth's medians of rounds taken in turn."""
    path = f"/g/{pages_load.SLUG}/"
    with served("bench.pages_peer_settings") as peer, served("config.settings") as hearth:
        sides = ((peer, pages_load.cookie("bench_m5", PEER_BACKEND)), (hearth, cookie))
        for (port, pid), own in sides:
            _wait(port)
            _round(port, pid, path, own, 1)
        rounds = [tuple(_round(*server, path, own, seconds) for server, own in sides) for _ in range(ROUNDS)]
    medians = [
        Load(statistics.median(load.per_second for load in loads), statistics.median(load.cpu_ms for load in loads))
        for loads in zip(*rounds, strict=True)
    ]
    return medians[0], medians[1]


def _wait(port: int) -> None:
    import socket

    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)


class Inside:
    """The page asked for in this process, where queries can be counted and caches emptied."""

    def __init__(self, cookie: str) -> None:
        from django.core.handlers.wsgi import WSGIHandler
        from django.test import RequestFactory

        self.cookie, self.requests, self.handler = cookie, RequestFactory(), WSGIHandler()

    def get(self, path: str) -> bytes:
        said: list[str] = []
        environ = self.requests.get(path, HTTP_COOKIE=self.cookie, HTTP_HOST="localhost").environ
        answer = self.handler(environ, lambda status, headers: said.append(status))
        if not said[0].startswith("200"):
            raise SystemExit(f"{path}: {said[0]}")
        return b"".join(answer)

    def cpu_ms(self, path: str, empty: tuple[str, ...], times: int) -> float:
        """Return the median CPU of a request, with the caches named in `empty` emptied before each."""
        costs = []
        for _ in range(times):
            _empty(*empty)
            start = time.process_time()
            self.get(path)
            costs.append(time.process_time() - start)
        return statistics.median(costs) * 1000

    def queries(self, path: str, *empty: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        _empty(*empty)
        with CaptureQueriesContext(connection) as captured:
            self.get(path)
        return len(captured)


def _empty(*names: str) -> None:
    from django.core.cache import caches

    for name in names:
        caches[name].clear()


def depth(pages: int) -> tuple[float, float]:
    """Return the milliseconds of the feed's own reading at page 1 and at the deepest page."""
    from accounts.models import User
    from community.models import Group
    from community.selectors import streams

    stream = streams.Stream(User.objects.get(username="bench_m5"), group=Group.objects.get(slug=pages_load.SLUG))
    after = ""
    for _ in range(pages - 1):
        after = streams.page(stream, after=after).next_cursor or after
    first = streams.page(stream).next_cursor  # page 2: like the deep one it has no pinned posts to look for
    shallow, deep = (
        common.latency_ms(lambda _, cursor=cursor: streams.page(stream, after=cursor), range(150))
        for cursor in (first, after)
    )
    return shallow, deep


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="12,000 posts and short rounds, within a minute")
    quick = parser.parse_args().quick
    posts, pages, seconds = (12_000, 250, 2.0) if quick else (100_000, DEEP_PAGE, 5.0)

    common.prepare_django()
    common.migrate()
    pages_load.load(posts, members=2_000 if quick else pages_load.MEMBERS)
    cookie = pages_load.cookie("bench_m5")
    large, small = f"/g/{pages_load.SLUG}/", f"/g/{pages_load.SMALL}/"
    inside = Inside(cookie)
    inside.get(large)

    counts = {
        path: [
            inside.queries(path, "default", "fragments", "pages"),
            inside.queries(path, "pages"),
            inside.queries(path),
        ]
        for path in (large, small)
    }
    page = inside.get(large)
    drawn = inside.cpu_ms(large, ("pages",), 40)
    nothing = inside.cpu_ms(large, ("fragments", "pages"), 10)
    shallow, deep = depth(pages)
    peer, hearth = compare(cookie, seconds)
    return _report(posts, pages, peer, hearth, (drawn, nothing), (shallow, deep), counts, page)


def _report(posts, pages, peer, hearth, drawn, depths, counts, page) -> int:  # type: ignore[no-untyped-def]
    weight = len(zlib.compress(page, 6)) / 1000
    ratio, deeper = peer.cpu_ms / hearth.cpu_ms, depths[1] / depths[0]
    large, small = counts.values()
    print(f"{posts:,} posts; CPU of one gunicorn worker for each request, medians of {ROUNDS} rounds taken in turn")
    print(f"  minimal ORM + template, 20 rows   {peer.cpu_ms:7.2f} ms  {peer.per_second:7.0f} requests/s")
    print(f"  Hearth, versions stand            {hearth.cpu_ms:7.2f} ms  {hearth.per_second:7.0f} requests/s")
    print(f"  Hearth, drawn with kept cards     {drawn[0]:7.2f} ms  (in process)")
    print(f"  Hearth, drawn from nothing        {drawn[1]:7.2f} ms  (in process)")
    misago = f"(from the spec, another machine: {MISAGO_MS / hearth.cpu_ms:.0f}x)"
    print(f"  Misago 0.39, its thread list      {MISAGO_MS:7.2f} ms  {misago}")
    print(f"  reading page 1 / page {pages:<5}       {depths[0]:7.2f} ms  {depths[1]:7.2f} ms")
    print(f"  queries: from nothing, kept cards, versions stand: {large} at {posts:,} posts, {small} at 10")
    print(f"  weight of the page: {len(page) / 1000:.0f} kB, {weight:.0f} kB compressed")
    checks = {
        f"over the minimal view: {ratio:.2f}x (goal {GOALS['peer']}x)": ratio >= GOALS["peer"],
        f"page {pages} over page 1: {deeper:.2f}x (goal {GOALS['depth']}x)": deeper <= GOALS["depth"],
        "same number of queries at 10 posts": large == small,
        f"compressed: {weight:.0f} kB (goal {GOALS['kilobytes']} kB)": weight <= GOALS["kilobytes"],
    }
    for line, passed in checks.items():
        print(f"  {'ok  ' if passed else 'MISS'} {line}")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
