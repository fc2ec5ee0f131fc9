"""The live page of one campaign with thousands of watchers: what a change costs, and how often it is drawn.

`python -m bench.live_campaign` fills the database and prints the campaign's id and the size of its frame in bytes;
limit and peer then send frames of that size. The touch stands for a buyer: it is what the last step of a join does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import uvloop

from bench import common, live
from bench.live import Figures, Report

WATCHERS, QUICK_WATCHERS = 5000, 500
TEAMS, SIZE, TAKEN = 14, 8, 5
PAUSE_SECONDS = 0.3  # longer than a shared topic rests


def run(report: Report, *, sockets: int, is_quick: bool) -> int:
    """Measure limit, Hearth and peer in turn; `sockets` is how many a process may open."""
    clients = QUICK_WATCHERS if is_quick else min(WATCHERS, sockets - 200)
    command = [sys.executable, "-m", "bench.live_campaign"]
    pk, size = map(int, subprocess.check_output(command, cwd=live.ROOT, text=True).split())
    print(f"one campaign of {TEAMS} teams, a frame of {size} bytes, {clients} watchers", flush=True)
    found: dict[str, list[Figures]] = {"floor": [], "campaign": [], "stock": []}
    drawn: list[float] = []
    seconds = 3 if is_quick else 6
    for name in [*found] * (1 if is_quick else 3) + ["floor"]:
        with tempfile.NamedTemporaryFile() as marks:
            os.environ["HEARTH_BENCH_RENDERS"] = marks.name
            figures = once(name, clients, seconds, topic=f"buy:{pk}", size=size)
            found[name].append(figures)
            if name == "campaign":
                drawn.append(Path(marks.name).stat().st_size / figures.told)
    medians = {name: Figures.median(runs) for name, runs in found.items()}
    return tell(report, clients, medians, max(drawn), has_goals=not is_quick)


def once(name: str, clients: int, seconds: float, *, topic: str, size: int) -> Figures:
    """Return the figures of one run of a server that runs alone."""
    with live.served(name) as (port, pid):
        if name != "campaign":
            payload = b'{"t":"' + b"x" * (size - 8) + b'"}'
            return uvloop.run(live.measure(port, pid, clients, seconds, payload=payload, pause_seconds=PAUSE_SECONDS))
        with live.toucher([topic]) as publish:
            hello = live.greeting([topic])
            return uvloop.run(
                live.measure(port, pid, clients, seconds, hello=hello, publish=publish, pause_seconds=PAUSE_SECONDS)
            )


def tell(report: Report, clients: int, medians: dict[str, Figures], drawn: float, *, has_goals: bool) -> int:
    """Print the figures beside their goals; return the exit code. Few watchers do not pay for the drawing."""
    titles = {"floor": "limit: Python's floor", "campaign": "Hearth: campaign page", "stock": "peer: Channels, stock"}
    for name, figures in medians.items():
        report.row(titles[name], clients, figures)
    report.goal("campaign, boards drawn for each change", drawn, 1, at_most=True)
    if has_goals:
        cpu, floor, stock = (medians[name].cpu_us for name in ("campaign", "floor", "stock"))
        report.goal("campaign, CPU over the floor", cpu / floor, live.GOAL_OVER_FLOOR, at_most=True)
        report.goal("campaign, times below stock", stock / cpu, live.GOAL_UNDER_STOCK, at_most=False)
    return 0 if report.is_met else 1


def fill() -> tuple[int, int]:
    """Return the id of a campaign like those that people look at, and how many bytes its frame has."""
    from bench import seats_load
    from live import fragments, frames, registry
    from rewards.models import Campaign, Seat

    people = common.members(TEAMS * TAKEN)
    made, teams = seats_load.campaign(teams=TEAMS, size=SIZE, stock=1000, taken=TAKEN)
    Campaign.objects.filter(pk=made.pk).update(closes_at=common.START + timedelta(days=3650))
    Seat.objects.bulk_create(
        Seat(
            state="authorised",
            seq=1,
            campaign=made,
            team=team,
            user_id=people[number * TAKEN + place],
            key=f"bench-{number}-{place}",
            limit_minor=9_000,
            taken_at=common.START,
            confirmed_at=common.START + timedelta(minutes=number * TAKEN + place),
        )
        for number, team in enumerate(teams)
        for place in range(TAKEN)
    )
    topic = f"buy:{made.pk}"
    found = registry.find(topic)
    assert found is not None
    html = fragments.render(topic, found, "en", epoch=0, version=0)
    return made.pk, len(frames.shared(topic, 1, html)["text"].encode())


if __name__ == "__main__":
    common.prepare_django()
    common.migrate()
    print(*fill())
