"""A live page of thousands of watchers, of a campaign or a battle: what a change costs, and how often it is drawn.

`python -m bench.live_campaign` and `python -m bench.live_battle` fill the database and print the page's topic and the
size of its frame in bytes; limit and peer then send frames of that size. The touch stands for somebody who does
something: it is what the last step of a join, or of a battle's count, does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import uvloop

from bench import live
from bench.live import Figures, Report

WATCHERS, QUICK_WATCHERS = 5000, 500
PAUSE_SECONDS = 0.3  # longer than a shared topic rests


def run(report: Report, scene: str, *, sockets: int, is_quick: bool) -> int:
    """Measure limit, Hearth and peer in turn; `sockets` is how many a process may open."""
    clients = QUICK_WATCHERS if is_quick else min(WATCHERS, sockets - 200)
    command = [sys.executable, "-m", f"bench.live_{scene}"]
    topic, size = subprocess.check_output(command, cwd=live.ROOT, text=True).split()
    print(f"one {scene}, a frame of {size} bytes, {clients} watchers", flush=True)
    found: dict[str, list[Figures]] = {"floor": [], scene: [], "stock": []}
    drawn: list[float] = []
    seconds = 3 if is_quick else 6
    for name in [*found] * (1 if is_quick else 3) + ["floor"]:
        with tempfile.NamedTemporaryFile() as marks:
            os.environ["HEARTH_BENCH_RENDERS"] = marks.name
            figures = once(name, clients, seconds, topic=topic, size=int(size))
            found[name].append(figures)
            if name == scene:
                drawn.append(Path(marks.name).stat().st_size / figures.told)
    medians = {name: Figures.median(runs) for name, runs in found.items()}
    limit = max(live.GOAL_P99_MS, round(live.P99_OVER_FLOOR * max(each.p99_ms for each in found["floor"]), 1))
    return tell(report, scene, clients, medians, drawn=max(drawn), p99_limit=limit, has_goals=not is_quick)


def once(name: str, clients: int, seconds: float, *, topic: str, size: int) -> Figures:
    """Return the figures of one run of a server that runs alone."""
    with live.served(name) as (port, pid):
        if name in ("floor", "stock"):
            payload = b'{"t":"' + b"x" * (size - 8) + b'"}'
            return uvloop.run(live.measure(port, pid, clients, seconds, payload=payload, pause_seconds=PAUSE_SECONDS))
        with live.toucher([topic]) as publish:
            hello = live.greeting([topic])
            return uvloop.run(
                live.measure(port, pid, clients, seconds, hello=hello, publish=publish, pause_seconds=PAUSE_SECONDS)
            )


def tell(
    report: Report,
    scene: str,
    clients: int,
    medians: dict[str, Figures],
    *,
    drawn: float,
    p99_limit: float,
    has_goals: bool,
) -> int:
    """Print the figures beside their goals; return the exit code. Few watchers do not pay for a drawing of 30 ms."""
    titles = {"floor": "limit: Python's floor", scene: f"Hearth: {scene} page", "stock": "peer: Channels, stock"}
    for name, figures in medians.items():
        report.row(titles[name], clients, figures)
    report.goal(f"{scene}, boards drawn for each change", drawn, 1, at_most=True)
    if has_goals:
        cpu, floor, stock = (medians[name].cpu_us for name in (scene, "floor", "stock"))
        report.goal(f"{scene}, p99 ms, drawing included", medians[scene].p99_ms, p99_limit, at_most=True)
        report.goal(f"{scene}, CPU over the floor", cpu / floor, live.GOAL_OVER_FLOOR, at_most=True)
        report.goal(f"{scene}, times below stock", stock / cpu, live.GOAL_UNDER_STOCK, at_most=False)
    return 0 if report.is_met else 1


def size_of(topic: str) -> int:
    """Return how many bytes the frame of a shared topic has."""
    from live import fragments, frames, registry

    found = registry.find(topic)
    assert found is not None
    html = fragments.render(topic, found, "en", epoch=0, version=0)
    return len(frames.shared(topic, 1, html)["text"].encode())
