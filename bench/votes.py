"""Equal shares, raised to the end: 10,000 voters and 200 options against 1,000 voters, and against counting as written.

"As written" is the paper's rule without a thought for time: each project's price asked anew, in fractions, before every
purchase. Both must buy the same in the same order.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from fractions import Fraction
from typing import TYPE_CHECKING

from bench import common

if TYPE_CHECKING:
    from community.voting import Ballot, Project, Terms

SERVICES = ()
OPTIONS, FEW, MANY = 200, 1_000, 10_000
MOST_SECONDS, MOST_TIMES, MOST_MEMORY_MB, LEAST_TIMES_AS_WRITTEN = 20, 20, 40, 20
Election = tuple[list["Ballot"], list["Project"], "Terms"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="at most ten choices a voter, not eighty too")
    options = parser.parse_args()
    common.prepare_django()
    _as_written(election(100, 10))  # what the first count imports
    gc.freeze()  # nor is it part of counting to walk through everything that was imported
    written, ours = _as_written(election(FEW, 10))
    common.line(f"as written, once, {FEW:,} voters", written, "s")
    common.line(f"hearth, once, {FEW:,} voters", ours, "s")
    goals = [common.Goal("as written / hearth", written / ours, LEAST_TIMES_AS_WRITTEN)]
    for choices in (10,) if options.quick else (10, 80):
        goals += _grown(choices)
    common.finish(goals)


def election(voters: int, choices: int) -> Election:
    """Make `voters` who say yes to at most `choices` of the options, of which few are loved and many known to few."""
    from community.voting import Ballot, Project, Terms

    chance = random.Random(voters)
    offered = [Project(f"p{number:03}", chance.randint(200, 20_000) * 100) for number in range(OPTIONS)]
    fame = [1 / (number + 3) for number in range(OPTIONS)]
    ballots = [
        Ballot(f"v{number:05}", {each.key: 1 for each in chance.choices(offered, fame, k=chance.randint(1, choices))})
        for number in range(voters)
    ]
    budget = sum(project.cost for project in offered) * 3 // 10
    return ballots, offered, Terms("seed", per_voter=choices, budget=budget, completion="raise")


def _grown(choices: int) -> list[common.Goal]:
    before = common.memory_mb()
    few, many = (_seconds(election(voters, choices)) for voters in (FEW, MANY))
    memory = common.memory_mb() - before
    for voters, seconds in ((FEW, few), (MANY, many)):
        common.line(f"raised to the end, {voters:,} voters, {choices} choices", seconds, "s")
    return [
        common.Goal(f"{choices} choices: seconds for {MANY:,} voters", many, MOST_SECONDS, False),
        common.Goal(f"{choices} choices: {MANY:,} voters / {FEW:,}", many / few, MOST_TIMES, False),
        common.Goal(f"{choices} choices: more memory, MB", memory, MOST_MEMORY_MB, False),
    ]


def _seconds(world: Election) -> float:
    from community import voting

    ballots, offered, terms = world
    start = time.process_time()
    voting.count(voting.get("equal_shares"), ballots=ballots, projects=offered, terms=terms)
    return time.process_time() - start


def _as_written(world: Election) -> tuple[float, float]:
    """Return the seconds that one purchase to the end takes as it is written, and as Hearth does it."""
    from community.voting import equal_shares

    ballots, offered, terms = world
    budget = Fraction(terms.budget or 0)
    start = time.process_time()
    written = buy_as_written(ballots, offered, budget, terms.seed)
    middle = time.process_time()
    bought = equal_shares.shares(ballots, offered, seed=terms.seed, budget=budget)
    end = time.process_time()
    assert (bought.keys, bought.rhos) == tuple(zip(*written, strict=True))
    return middle - start, end - middle


def buy_as_written(
    ballots: list[Ballot], offered: list[Project], budget: Fraction, seed: str
) -> list[tuple[str, Fraction]]:
    """Buy by the rule of the paper, of equals the one with more supporters, then by the seed; return keys with rho."""
    from community.voting import tie_key

    purses = [budget / len(ballots) for _ in ballots]
    open_ = {each: [n for n, ballot in enumerate(ballots) if each.key in ballot.votes] for each in offered}
    open_ = {each: voters for each, voters in open_.items() if voters}
    found: list[tuple[str, Fraction]] = []
    while True:
        asked = {each: _rho(each.cost, sorted(purses[n] for n in voters)) for each, voters in open_.items()}
        rhos = {each: rho for each, rho in asked.items() if rho is not None}
        if not rhos:
            return found
        best = min(rhos, key=lambda each: (rhos[each], -len(open_[each]), tie_key(seed, each.key)))
        for voter in open_.pop(best):
            purses[voter] -= min(purses[voter], rhos[best] * best.cost)
        found.append((best.key, rhos[best]))


def _rho(cost: int, purses: list[Fraction]) -> Fraction | None:
    left = Fraction(cost)
    for number, purse in enumerate(purses):
        payers = len(purses) - number
        if purse * payers >= left:
            return left / payers / (cost or 1)
        left -= purse
    return None


if __name__ == "__main__":
    main()
