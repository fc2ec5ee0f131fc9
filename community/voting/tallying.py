"""Counting votes and walking down their order: what approval, points and quadratic votes share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from community.voting.registry import Ballot, Pick, Project, Terms, tie_key


def totals(ballots: Sequence[Ballot]) -> tuple[Counter[str], Counter[str]]:
    """Return the votes and the voters of every project."""
    votes: Counter[str] = Counter()
    voters: Counter[str] = Counter()
    for ballot in ballots:
        votes.update(ballot.votes)
        voters.update(ballot.votes.keys())
    return votes, voters


def walk(ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms) -> Iterator[Pick]:
    """Take the projects with most votes while seats and money last; one that is too dear is passed over.

    Ties: more voters, then the seed.
    """
    votes, voters = totals(ballots)
    ranked = sorted(projects, key=lambda each: (-votes[each.key], -voters[each.key], tie_key(terms.seed, each.key)))
    levels = Counter((votes[project.key], voters[project.key]) for project in projects)
    seats, left = terms.seats, terms.budget
    for project in ranked:
        level = (votes[project.key], voters[project.key])
        why = _refusal(level[0], project.cost, seats, left)
        is_winner = why is None
        if is_winner:
            why = "tied_seed" if levels[level] > 1 else "most_votes"
            seats = None if seats is None else seats - 1
            left = None if left is None else left - project.cost
        yield Pick(project.key, is_winner, *level, why or "")


def _refusal(votes: int, cost: int, seats: int | None, left: int | None) -> str | None:
    if not votes:
        return "no_votes"
    if seats == 0:
        return "no_seat"
    return "too_dear" if left is not None and cost > left else None
