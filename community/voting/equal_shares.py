"""Equal shares: everybody holds an equal part of the budget, and what wins is paid by those who voted for it.

Source: Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities" (NeurIPS 2021),
with approval ballots and a project's cost as its use: of the projects that their supporters can pay for, take the one
where a supporter pays least for a unit of cost (rho), who has less paying all they have. Exact: see `purses`.

What is left then is spent by the named completion; "raise" is their Add1 with steps of a hundredth of a share.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from community.voting import tallying
from community.voting.purses import Purses
from community.voting.registry import Ballot, Method, Pick, Project, Terms, add, tie_key

STEP = Fraction(1, 100)  # of a voter's share
MOST_STEPS = 200  # until a share is three times as big; what is left then is spent by votes

_Offer = tuple[Fraction, int, str, Project]  # rho, minus its supporters, what decides a tie, the project


@dataclass(frozen=True)
class _Poll:
    """The projects that anybody wants, by whom, and how many voted."""

    projects: Sequence[Project]
    supporters: Mapping[str, Sequence[int]]
    voters: int


@dataclass(frozen=True)
class _Bought:
    """Projects in the order in which their supporters paid for them, with rho, and whether the seed chose."""

    keys: tuple[str, ...]
    rhos: tuple[Fraction, ...]
    by_seed: tuple[bool, ...]


def shares(
    ballots: Sequence[Ballot], projects: Sequence[Project], *, seed: str, budget: Fraction, seats: int | None = None
) -> _Bought:
    """Let the voters buy projects from equal parts of `budget`, until nothing can be paid for any more."""
    return _buy(_poll(ballots, projects), seed, budget, seats)


def _poll(ballots: Sequence[Ballot], projects: Sequence[Project]) -> _Poll:
    supporters: dict[str, list[int]] = {}
    for number, ballot in enumerate(ballots):
        for key in ballot.votes:
            supporters.setdefault(key, []).append(number)
    return _Poll([project for project in projects if project.key in supporters], supporters, len(ballots))


def _buy(poll: _Poll, seed: str, budget: Fraction, seats: int | None) -> _Bought:
    purses = Purses(budget / max(poll.voters, 1), poll.voters)
    floors, bought = dict.fromkeys(poll.projects, 0.0), _Bought((), (), ())
    while floors and (seats is None or len(bought.keys) < seats):
        offers = _offers(floors, poll, purses, seed)
        if not offers:
            break
        rho, count, _tie, project = offers[0]
        purses.pay(rho * project.cost, poll.supporters[project.key])
        del floors[project]
        is_tied = len(offers) > 1 and offers[1][:2] == (rho, count)
        bought = _Bought((*bought.keys, project.key), (*bought.rhos, rho), (*bought.by_seed, is_tied))
    return bought


def _offers(floors: dict[Project, float], poll: _Poll, purses: Purses, seed: str) -> list[_Offer]:
    """Return the cheapest projects in their order, and forget in `floors` those that nobody can pay for any more.

    Purses never grow, so that a project's rho never falls: a floor above the best one need not be looked at again.
    """
    near = math.inf
    for project in sorted(floors, key=lambda each: floors[each]):
        if floors[project] > near:
            break
        price = purses.rough_price(project.cost, poll.supporters[project.key])
        if price is None:
            del floors[project]
            continue
        floors[project] = price / (project.cost or 1)
        near = min(near, floors[project] * (1 + 2 * purses.slack))
    return _cheapest([project for project in floors if floors[project] <= near], poll, purses, seed)


def _cheapest(near: Sequence[Project], poll: _Poll, purses: Purses, seed: str) -> list[_Offer]:
    """Compare exactly what is too close for floats."""
    prices = {project: purses.price(project.cost, poll.supporters[project.key]) for project in near}
    rhos = {project: price / (project.cost or 1) for project, price in prices.items() if price is not None}
    return sorted(
        (rho, -len(poll.supporters[project.key]), tie_key(seed, project.key), project)
        for project, rho in rhos.items()
        if rho == min(rhos.values())
    )


def _raised(ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms, budget: int) -> _Bought:
    """Raise every share by a step as long as what is bought fits into the real budget, or nothing else would fit."""
    poll, cost = _poll(ballots, projects), {project.key: project.cost for project in projects}
    best = _buy(poll, terms.seed, Fraction(budget), terms.seats)
    for step in range(1, MOST_STEPS + 1):
        left = budget - sum(cost[key] for key in best.keys)
        if not any(cost[key] <= left for key in poll.supporters.keys() - set(best.keys)):
            break
        more = _buy(poll, terms.seed, budget * (1 + step * STEP), terms.seats)
        if sum(cost[key] for key in more.keys) > budget:
            break
        best = more
    return best


def _count(ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms) -> Sequence[Pick]:
    budget = terms.budget or 0
    if terms.completion == "raise":
        bought = _raised(ballots, projects, terms, budget)
    else:
        bought = shares(ballots, projects, seed=terms.seed, budget=Fraction(budget), seats=terms.seats)
    votes, voters = tallying.totals(ballots)
    picks = [
        Pick(key, True, votes[key], voters[key], "affordable_seed" if by_seed else "affordable", str(rho))
        for key, rho, by_seed in zip(bought.keys, bought.rhos, bought.by_seed, strict=True)
    ]
    return (*picks, *_rest(ballots, projects, terms, bought, budget))


def _rest(
    ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms, bought: _Bought, budget: int
) -> Sequence[Pick]:
    """Look at those that nobody could pay for, by their votes, and complete with them if that is the rule."""
    rest = [project for project in projects if project.key not in bought.keys]
    left = budget - sum(project.cost for project in projects if project.key in bought.keys)
    seats = None if terms.seats is None else terms.seats - len(bought.keys)
    looked_at = tallying.walk(ballots, rest, replace(terms, budget=left, seats=seats))
    if terms.completion in ("by_votes", "raise"):
        return [replace(pick, why="completed") if pick.is_winner else pick for pick in looked_at]
    return [replace(pick, is_winner=False, why="not_affordable" if pick.votes else "no_votes") for pick in looked_at]


add(
    Method(
        key="equal_shares",
        version=1,
        label=_("Equal shares"),
        words=_("Everybody holds an equal part of the budget. What wins is paid by those who voted for it."),
        cost=lambda weight: weight,
        count=_count,
        needs_budget=True,
        completions=("none", "by_votes", "raise"),
    )
)
