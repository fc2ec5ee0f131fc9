"""Where the ways to count votes meet, and what they are given and give."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib import documents, errors

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Project:
    """What can win, and what it costs in whole minor units of money (0 where there is no budget)."""

    key: str
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Ballot:
    """How many votes one voter gave to which projects."""

    voter: str
    votes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds a count: `per_voter` projects or points, and `seats`, `budget` or both; `seed` decides ties."""

    seed: str
    per_voter: int = 1
    seats: int | None = None
    budget: int | None = None
    completion: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One line of the order in which projects were looked at: did it win, and by what.

    `votes` are those for it, `voters` who gave them, `why` a key of `REASONS`; `share` is what each supporter paid for
    one unit of its cost, as an exact fraction ("3/8"), where a method lets them pay.
    """

    project: str
    is_winner: bool
    votes: int
    voters: int
    why: str
    share: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """The winners in their order, the whole pick order with reasons, what the winners cost, and what was counted."""

    winners: tuple[str, ...]
    order: tuple[Pick, ...]
    spent: int
    voters: int
    inputs_hash: str


Count = Callable[[Sequence[Ballot], Sequence[Project], Terms], Sequence[Pick]]
Cost = Callable[[int], int]


@dataclass(frozen=True)
class Method:
    """A way to count.

    Args:
        version: rises when the same inputs may give another result; results keep it.
        cost: what `weight` votes for one project take from a voter's allowance.
        most_weight: the most votes one may give to one project; None: as many as the allowance bears.
        needs_budget: winners have costs, and a budget bounds them.
        needs_verified: one person with many accounts would win, so that only verified members may vote.
        completions: names of what can be done with money that is left; () when nothing ever is.
        count: pure; gets ballots and projects in one fixed order.
    """

    key: str
    version: int
    label: Text
    words: Text
    cost: Cost
    count: Count
    most_weight: int | None = 1
    needs_budget: bool = False
    needs_verified: bool = False
    completions: tuple[str, ...] = ()


REASONS: Mapping[str, Text] = {
    "most_votes": _("Most votes of those that were left"),
    "tied_seed": _("As many votes as another; the seed decided"),
    "affordable": _("Its supporters could pay for it most easily"),
    "affordable_seed": _("As easy to pay for as another; the seed decided"),
    "completed": _("Most votes of those that still fitted into what was left"),
    "no_seat": _("No seat was left"),
    "too_dear": _("More than what was left of the budget"),
    "not_affordable": _("Its supporters had not enough left to pay for it"),
    "no_votes": _("Nobody voted for it"),
}
COMPLETIONS: Mapping[str, Text] = {
    "none": _("What is left stays unspent"),
    "by_votes": _("What is left goes to the projects with most votes that still fit"),
    "raise": _("Everybody's share is raised step by step while the winners stay within the budget; then by votes"),
}
_methods: dict[str, Method] = {}


def add(method: Method) -> Method:
    """Register `method`; a key can be taken once."""
    if method.key in _methods:
        raise ValueError(f"vote method {method.key} is registered twice")
    _methods[method.key] = method
    return method


def get(key: str) -> Method:
    """Return the method named `key`; raises Invalid beside the field `method`."""
    if key not in _methods:
        raise errors.Invalid(fields={"method": _("Please choose one of the list.")})
    return _methods[key]


def every() -> tuple[Method, ...]:
    """Return all methods."""
    return tuple(_methods.values())


def count(method: Method, *, ballots: Iterable[Ballot], projects: Iterable[Project], terms: Terms) -> Result:
    """Count the ballots; pure, and the same whatever the order of ballots and projects.

    Raises: ValueError for ballots that the method does not allow: they were never to be stored.
    """
    voted = sorted((ballot for ballot in ballots if ballot.votes), key=lambda ballot: ballot.voter)
    offered = sorted(projects, key=lambda project: project.key)
    check(method, voted, offered, terms)
    order = tuple(method.count(voted, offered, terms))
    cost = {project.key: project.cost for project in offered}
    winners = tuple(pick.project for pick in order if pick.is_winner)
    spent = sum(cost[key] for key in winners)
    return Result(winners, order, spent, len(voted), digest(method, voted, offered, terms))


def check(method: Method, ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms) -> None:
    """Refuse what could not have been cast. Raises: ValueError."""
    known = {project.key for project in projects}
    if len(known) != len(projects) or len({ballot.voter for ballot in ballots}) != len(ballots):
        raise ValueError("a project or a voter is there twice")
    for ballot in ballots:
        if not known.issuperset(ballot.votes) or any(weight < 1 for weight in ballot.votes.values()):
            raise ValueError(f"{ballot.voter} votes for what is not there")
        if method.most_weight and any(weight > method.most_weight for weight in ballot.votes.values()):
            raise ValueError(f"{ballot.voter} gives one project too much")
        if sum(method.cost(weight) for weight in ballot.votes.values()) > terms.per_voter:
            raise ValueError(f"{ballot.voter} spends more than there is")


def tie_key(seed: str, project: str) -> str:
    """Return what decides a tie: the smaller SHA-256 of `seed:project` comes first. Anybody can compute it."""
    return hashlib.sha256(f"{seed}:{project}".encode()).hexdigest()


def inputs_of(method: Method, ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms) -> dict[str, Any]:
    """Return everything that a count is made of, as plain JSON in one order."""
    return {
        "method": method.key,
        "version": method.version,
        "terms": {
            "seed": terms.seed,
            "per_voter": terms.per_voter,
            "seats": terms.seats,
            "budget": terms.budget,
            "completion": terms.completion,
        },
        "projects": [[project.key, project.cost] for project in projects],
        "ballots": [[ballot.voter, dict(sorted(ballot.votes.items()))] for ballot in ballots],
    }


def digest(method: Method, ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms) -> str:
    """Return the hash of `inputs_of`."""
    return documents.digest(inputs_of(method, ballots, projects, terms))
