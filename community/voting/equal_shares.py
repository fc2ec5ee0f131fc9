"""Equal shares: everybody holds an equal part of the budget, and what wins is paid by those who voted for it.

Source: Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities" (NeurIPS 2021),
with approval ballots and a project's cost as its use: of the projects that their supporters can pay for, take the one
where a supporter pays least for a unit of cost (rho), who has less paying all they have. Exact, in fractions.

What is left then is spent by the named completion; "raise" is their Add1 with steps of a hundredth of a share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from community.voting import tallying
from community.voting.registry import Ballot, Method, Pick, Project, Terms, add, tie_key

STEP = Fraction(1, 100)  # of a voter's share
MOST_STEPS = 200  # until a share is three times as big; what is left then is spent by votes

Supporters = Mapping[str, Sequence[int]]


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
    purses = [budget / len(ballots) for _ in ballots]
    supporters = _supporters(ballots)
    open_, bought = {project.key: project for project in projects if project.key in supporters}, _Bought((), (), ())
    floors = dict.fromkeys(open_, Fraction(0))
    while open_ and (seats is None or len(bought.keys) < seats):
        offers = _offers(open_, floors, supporters, purses, seed)
        if not offers:
            break
        rho, count, _tie, key = offers[0]
        for voter in supporters[key]:
            purses[voter] -= min(purses[voter], rho * open_[key].cost)
        is_tied = len(offers) > 1 and offers[1][:2] == (rho, count)
        del open_[key]
        bought = _Bought((*bought.keys, key), (*bought.rhos, rho), (*bought.by_seed, is_tied))
    return bought


def _offers(
    open_: dict[str, Project],
    floors: dict[str, Fraction],
    supporters: Supporters,
    purses: Sequence[Fraction],
    seed: str,
) -> list[tuple[Fraction, int, str, str]]:
    """Return the cheapest projects in their order, and forget in `open_` those that nobody can pay for any more.

    Purses never grow, so that a project's rho never falls: a floor above the best one need not be looked at again.
    """
    best: Fraction | None = None
    for key in sorted(open_, key=lambda each: floors[each]):
        if best is not None and floors[key] > best:
            break
        rho = _rho(open_[key].cost, [purses[voter] for voter in supporters[key]])
        if rho is None:
            del open_[key]
            continue
        floors[key] = rho
        best = rho if best is None else min(best, rho)
    cheapest = [key for key in open_ if floors[key] == best]
    return sorted((floors[key], -len(supporters[key]), tie_key(seed, key), key) for key in cheapest)


def _rho(cost: int, purses: Sequence[Fraction]) -> Fraction | None:
    """Return the least part of `cost` that each of the purses pays at most, together all of it; None if they cannot."""
    if not cost:
        return Fraction(0)
    left, payers = Fraction(cost), len(purses)
    if sum(purses) < cost:
        return None
    for purse in sorted(purses):
        if purse * payers >= left:
            return left / payers / cost
        left -= purse
        payers -= 1
    raise AssertionError("the purses hold enough")


def _supporters(ballots: Sequence[Ballot]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, ballot in enumerate(ballots):
        for key in ballot.votes:
            found.setdefault(key, []).append(number)
    return found


def _raised(ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms, budget: int) -> _Bought:
    """Raise every share by a step as long as what is bought fits into the real budget, or nothing else would fit."""
    cost = {project.key: project.cost for project in projects}
    wanted = {key for ballot in ballots for key in ballot.votes}
    best = shares(ballots, projects, seed=terms.seed, budget=Fraction(budget), seats=terms.seats)
    for step in range(1, MOST_STEPS + 1):
        left = budget - sum(cost[key] for key in best.keys)
        if not any(cost[key] <= left for key in wanted.difference(best.keys)):
            break
        more = shares(ballots, projects, seed=terms.seed, budget=budget * (1 + step * STEP), seats=terms.seats)
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
