"""What the benches share: a database of members in a known state, medians, and lines that compare."""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
random.seed(7)


def prepare_django() -> None:
    """Point Django at the bench's servers; SQLite in a temporary folder where it has none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("HEARTH_TEST", "1")
    os.environ.setdefault("HEARTH_SECRET_KEY", "only-for-benches-" * 4)
    import django

    django.setup()


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def members(count: int) -> list[int]:
    """Create `count` members and return their ids."""
    from accounts.models import User

    people = (
        User(username=f"m{number}", email=f"m{number}@example.com", display_name=f"Member {number}", password="!")
        for number in range(count)
    )
    for batch in _chunks(people, 5000):
        User.objects.bulk_create(batch)
    return list(User.objects.order_by("pk").values_list("pk", flat=True))


def many_members(count: int, first: int) -> None:
    """Create `count` members, two at least, with the ids after `first`: one, and its copies within the database."""
    from accounts.models import User
    from lib import sql

    one = User.objects.create(pk=first + 1, username=f"m{first + 1}", email=f"{first + 1}@x", display_name="Member")
    values = {field.column: f'u."{field.column}"' for field in User._meta.concrete_fields}
    values |= {"id": "i", "public_id": "'p' || i", "username": "'m' || i", "email": "i || '@x'"}
    names = ", ".join(f'"{name}"' for name in values)
    numbers = "WITH RECURSIVE n(i) AS (SELECT CAST(%s AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    copies = f"{numbers} SELECT {', '.join(values.values())} FROM accounts_user u CROSS JOIN n WHERE u.id = %s"
    sql.run(f"INSERT INTO accounts_user ({names}) {copies}", [first + 2, first + count, one.pk])


def _chunks(items: Iterable, size: int) -> Iterable[list]:
    found: list = []
    for item in items:
        found.append(item)
        if len(found) == size:
            yield found
            found = []
    if found:
        yield found


def percentile(values: Sequence[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def latency_ms(call: Callable[[int], object], arguments: Sequence[int], runs: int = 3) -> float:
    """Return the median over `runs` of the median milliseconds of one call."""
    medians = []
    for _ in range(runs):
        times = []
        for argument in arguments:
            start = time.perf_counter()
            call(argument)
            times.append(time.perf_counter() - start)
        medians.append(statistics.median(times) * 1000)
    return statistics.median(medians)


def in_turns(
    first: Callable[[int], object], second: Callable[[int], object], arguments: Sequence[int], runs: int = 9
) -> tuple[float, float, float]:
    """Return the median milliseconds of a call of each, and the median over `runs` of the second over the first.

    They take turns, so that a machine whose pace changes says the same.
    """
    pairs = [(latency_ms(first, arguments, 1), latency_ms(second, arguments, 1)) for _ in range(runs + 1)][1:]
    ratio = statistics.median(other / one for one, other in pairs)
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs), ratio


def keep_apart(*servers: int) -> None:
    """Keep this process on one processor and the servers' processes on another, as if on a machine of their own.

    Left alone, a server wakes on this processor or on another as the machine likes, which doubles a short answer.
    """
    mine, *others = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {mine})
    for server in servers:
        for thread in Path(f"/proc/{server}/task").iterdir():
            os.sched_setaffinity(int(thread.name), set(others[:1] or [mine]))


def per_second(work: Callable[[], object], count: int) -> float:
    """Return `count` over the seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def memory_mb() -> float:
    """Return the most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(frozen=True)
class Goal:
    """A figure, what it must be, and whether more is better; `aim` is what an ADR says why it cannot be yet."""

    name: str
    value: float
    goal: float
    is_floor: bool = True
    aim: float | None = None

    @property
    def is_met(self) -> bool:
        return self.value >= self.goal if self.is_floor else self.value <= self.goal

    def __str__(self) -> str:
        sign = ">=" if self.is_floor else "<="
        aim = "" if self.aim is None else f" (aim {self.aim:g}, see the ADR)"
        return f"{'ok  ' if self.is_met else 'MISS'} {self.name:58} {self.value:10.2f}  goal {sign} {self.goal:g}{aim}"


def line(name: str, value: float, unit: str) -> None:
    print(
        f"     {name:58} {value:10,.3f}  {unit}" if value < 100 else f"     {name:58} {value:10,.0f}  {unit}",
        flush=True,
    )


def finish(goals: Sequence[Goal]) -> None:
    """Print the goals and leave with 1 when one is missed."""
    for goal in goals:
        print(goal, flush=True)
    sys.exit(0 if all(goal.is_met for goal in goals) else 1)
