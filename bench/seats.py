"""Seats of one hot team, 32 buyers at once, durable on PostgreSQL; and of 10,000 teams beside 10.

Hearth is `seats.join` as far as its claim: the campaign's and the team's rules, the member's limits, the key of the
press, the seat, its payment with the order to the bank, the log of both, and the live topics, all committed when the
buyer is answered. (It then opens the checkout at the gateway, each buyer for themselves: the last line.)
Django's way takes a place by `select_for_update`, `save` and `create`, the limit by one prepared statement; they do
nothing else. No way may oversell, and 500 seats must be sold to exactly 500 of those who press.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable
from itertools import count
from typing import Any

from bench import common, seats_load, seats_peers
from bench.seats_load import Race, race

SERVICES = ("postgres",)
SCARCE = 500
ROUNDS = 3
_presses = count(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="2,000 teams and 200,000 seats instead of 10,000 and a million"
    )
    options = parser.parse_args()
    common.prepare_django()
    common.migrate()
    seconds, teams = (1.0, 2_000) if options.quick else (3.0, 10_000)
    people = _people(seats_load.MOST_PEOPLE)

    raw, plain, hearth = _hot(people, seconds)
    _sell_out(people)
    few, many = _growth(people, teams, seconds)
    joined = _joined(people, seconds)

    _line("limit: one prepared statement", raw)
    _line("django: select_for_update, save, create", plain)
    _line("hearth: the whole claim", hearth)
    _line("hearth: the claim in a campaign of 10 teams", few)
    _line(f"hearth: the claim in a campaign of {teams:,} teams, {teams * seats_load.TEAM_SIZE:,} seats", many)
    _line("hearth: claim and checkout at the fake bank", joined)
    common.finish(
        [
            common.Goal("hearth / django", _rate(hearth) / _rate(plain), 2),
            common.Goal("hearth, p99 ms", _p99(hearth), 200, is_floor=False),
            common.Goal(f"cost of a join, {teams:,} teams / 10", _rate(few) / _rate(many), 1.2, is_floor=False),
        ]
    )


def _hot(people: list[Any], seconds: float) -> tuple[list[Race], list[Race], list[Race]]:
    """Race for one team in each way in turn, so that a busy machine is busy for all."""
    ways: dict[str, list[Race]] = {"raw": [], "django": [], "hearth": []}
    peers = {"raw": seats_peers.raw(), "django": seats_peers.django_way()}
    for _ in range(ROUNDS):
        for name, join in peers.items():
            seats_peers.prepare()
            ways[name].append(race(join, count(1), seconds=seconds))
            seats_peers.check(ways[name][-1].granted)
        made, rows = seats_load.campaign(teams=1, size=seats_load.MOST_PEOPLE, stock=1_000_000)
        ways["hearth"].append(race(_claim(people, lambda _number, rows=rows: rows[0]), _each(people), seconds=seconds))
        _check(made, ways["hearth"][-1].granted)
    return ways["raw"], ways["django"], ways["hearth"]


def _sell_out(people: list[Any]) -> None:
    made, rows = seats_load.campaign(teams=1, size=SCARCE, stock=SCARCE)
    found = race(_claim(people, lambda _number: rows[0]), range(2 * SCARCE), seconds=60)
    assert (found.granted, found.refused) == (SCARCE, SCARCE), found
    _check(made, SCARCE)


def _growth(people: list[Any], teams: int, seconds: float) -> tuple[list[Race], list[Race]]:
    """Race for any team of a campaign of 10 and of many, in turn, each filled to nine tenths before the first."""
    crowd = [person.pk for person in people[: max(1_000, teams)]]
    made_many, many = seats_load.campaign(
        teams=teams, size=seats_load.TEAM_SIZE, stock=1_000_000, taken=seats_load.TAKEN
    )
    seats_load.fill(made_many, many, crowd)
    buyers = people[len(crowd) :]
    found: tuple[list[Race], list[Race]] = ([], [])
    for turn in range(ROUNDS):
        made_few, few = seats_load.campaign(teams=10, size=3_200, stock=1_000_000)
        pick = random.Random(turn)
        for made, rows, races in ((made_few, few, found[0]), (made_many, many, found[1])):
            before = made.seats_taken + sum(each.granted for each in races if made is made_many)
            own = buyers[turn::ROUNDS] if made is made_many else buyers
            claim = _claim(own, lambda _number, rows=rows, pick=pick: pick.choice(rows))
            races.append(race(claim, _each(own), seconds=seconds))
            _check(made, before + races[-1].granted)
    return found


def _joined(people: list[Any], seconds: float) -> list[Race]:
    from rewards.services.buying import seats

    made, rows = seats_load.campaign(teams=1, size=seats_load.MOST_PEOPLE, stock=1_000_000)
    press = _claim(people, lambda _number: rows[0], seats.join)
    press(0)  # the first address that a process writes makes it read all of them
    found = race(press, _each(people)[1:], seconds=seconds)
    _check(made, found.granted + 1)
    return [found]


def _claim(people: list[Any], team_for: Callable[[int], Any], service: Any = None) -> Callable[[int], bool]:
    """Return a press by the person with a number: True for a seat, False for a kind refusal."""
    from rewards.services.buying import refusals

    claim = service or _hold

    def press(number: int) -> bool:
        try:
            claim(
                actor=people[number],
                team=team_for(number),
                key=f"press-{next(_presses)}",
                plan_b="move",
                now=seats_load.LATER,
            )
        except (refusals.TeamFull, refusals.SoldOut):
            return False
        return True

    return press


def _hold(*, actor: Any, team: Any, key: str, plan_b: str, now: Any) -> None:
    """Do what `seats.join` does before it opens the checkout."""
    from lib.moment import Moment
    from rewards.services.buying import claims
    from rewards.services.buying.claim_batch import SeatRequest
    from rewards.services.buying.claim_queue import admission

    request = SeatRequest(actor=actor, key=key, plan_b=plan_b, team_id=team.pk, moment=Moment(now))
    with claims.one_key(request):
        admission.ask(team.campaign_id, request)


def _check(made: Any, granted: int) -> None:
    """Refuse figures if a seat was sold twice or lost: counters, rows and answers must agree."""
    from django.db.models import Sum

    from rewards.models import BuyTeam, Campaign, Seat

    stock = Campaign.objects.get(pk=made.pk).seats_taken
    places = BuyTeam.objects.filter(campaign=made).aggregate(sum=Sum("seats_taken"))["sum"]
    rows = Seat.objects.filter(campaign=made, state__in=("held", "authorised")).count()
    assert stock == places == rows == granted, (stock, places, rows, granted)


def _people(number: int) -> list[Any]:
    from accounts.models import User

    common.members(number)
    return list(User.objects.order_by("pk"))


def _each(people: list[Any]) -> range:
    return range(len(people))


def _rate(races: list[Race]) -> float:
    return statistics.median(each.per_second for each in races)


def _p99(races: list[Race]) -> float:
    return statistics.median(each.percentile(99) for each in races)


def _line(name: str, races: list[Race]) -> None:
    p50 = statistics.median(each.percentile(50) for each in races)
    common.line(name, _rate(races), f"joins/s   p50 {p50:.1f} ms, p99 {_p99(races):.1f} ms")


if __name__ == "__main__":
    main()
