"""The ways to count votes: one file each, joined in the registry. Nothing here asks the database."""

from community.voting import approval, equal_shares, points, quadratic  # noqa: F401
from community.voting.registry import (
    COMPLETIONS,
    REASONS,
    Ballot,
    Method,
    Pick,
    Project,
    Result,
    Terms,
    count,
    digest,
    every,
    get,
    inputs_of,
    tie_key,
)

__all__ = [
    "COMPLETIONS",
    "REASONS",
    "Ballot",
    "Method",
    "Pick",
    "Project",
    "Result",
    "Terms",
    "count",
    "digest",
    "every",
    "get",
    "inputs_of",
    "tie_key",
]
