"""Buyers who press at once, and campaigns of many teams for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench import common

BUYERS = 32
TEAM_SIZE = 100
TAKEN = 90  # places of each team in a filled campaign
MOST_PEOPLE = 32_000  # in one team: the column is a small integer
LATER = common.START + timedelta(hours=1)


@dataclass(frozen=True)
class Race:
    """What came of a race; `milliseconds` of every press, granted or refused."""

    granted: int
    refused: int
    seconds: float
    milliseconds: list[float]

    @property
    def per_second(self) -> float:
        return self.granted / self.seconds

    def percentile(self, percent: float) -> float:
        return common.percentile(self.milliseconds, percent)


def race(join: Callable[[int], bool], numbers: Iterable[int], *, seconds: float, buyers: int = BUYERS) -> Race:
    """Let `buyers` threads press, each again as soon as it is answered, until the time or the numbers are over.

    The planner knows the tables as they are, as it does a minute after they grew: with old figures each foreign key is
    checked by reading a whole table that was empty when it last looked.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    waiting, lock, barrier = iter(numbers), threading.Lock(), threading.Barrier(buyers + 1)
    answers: list[bool] = []
    milliseconds: list[float] = []
    problems: list[BaseException] = []

    def press() -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            while time.perf_counter() < stop:
                with lock:
                    number = next(waiting, None)
                if number is None:
                    return
                began = time.perf_counter()
                answers.append(join(number))
                milliseconds.append((time.perf_counter() - began) * 1000)
        except BaseException as problem:
            problems.append(problem)
            barrier.abort()
        finally:
            connection.close()

    stop = float("inf")
    threads = [threading.Thread(target=press) for _ in range(buyers)]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    stop = began + seconds
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return Race(sum(answers), answers.count(False), time.perf_counter() - began, milliseconds)


def campaign(*, teams: int, size: int, stock: int, taken: int = 0) -> tuple[Any, list[Any]]:
    """Return an open campaign and its forming teams, each with `taken` confirmed places."""
    from accounts.models import Brand, User
    from rewards.models import BuyTeam, Campaign, PriceTier

    captain = User.objects.order_by("pk")[0]
    brand, _is_new = Brand.objects.get_or_create(
        slug="bench", defaults={"names": {"en": "B"}, "created_at": common.START}
    )
    made = Campaign.objects.create(
        state="open",
        seq=1,
        brand=brand,
        names={"en": "Bench"},
        sizes=[size],
        stock=stock,
        seats_taken=teams * taken,
        per_member=TAKEN + 1,
        created_by=captain,
        created_at=common.START,
    )
    PriceTier.objects.create(campaign=made, min_people=1, price_minor=9_000)
    PriceTier.objects.create(campaign=made, min_people=size, price_minor=5_000)
    rows = BuyTeam.objects.bulk_create(
        BuyTeam(
            state="forming",
            seq=1,
            campaign=made,
            captain=captain,
            size=size,
            needed=size,
            seats_taken=taken,
            confirmed=taken,
            opened_at=common.START,
            deadline_at=common.START + timedelta(days=2),
        )
        for _ in range(teams)
    )
    return made, rows


def fill(made: Any, rows: list[Any], crowd: list[int]) -> None:
    """Write the confirmed seats of the campaign's teams, TAKEN in each, held by `crowd`."""
    from django.db import connection

    first, count = rows[0].pk, len(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rewards_seat (state, seq, public_id, slot, key, limit_minor, discounts, discount_minor, "
            "plan_b, note, taken_at, confirmed_at, shipped_note, address_asks, campaign_id, team_id, user_id) "
            "SELECT 'authorised', 1, substr(md5(%s || t || '-' || s), 1, 12), s, t || '-' || s, 5000, '[]', 0, "
            "'stop', '', %s, %s, '', 0, %s, %s + t, (%s::bigint[])[1 + (t + s) %% %s] "
            "FROM generate_series(0, %s) t, generate_series(1, %s) s",
            [f"{made.pk}:", common.START, common.START, made.pk, first, crowd, len(crowd), count - 1, TAKEN],
        )
        cursor.execute("VACUUM ANALYZE")
