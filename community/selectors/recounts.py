"""Counting a decided vote again, now, and saying whether the same comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from community.models import RoundResult, VoteRound
from community.services.rounds import counting


@dataclass(frozen=True)
class Again:
    """A fresh count; its hash is "" and its document empty where the record does not add up to any count."""

    is_same: bool
    inputs_hash: str = ""
    document: dict[str, Any] | None = None


def count(*, vote: VoteRound, published: RoundResult) -> Again:
    """Count a decided vote again from its ballots. Queries: 3."""
    try:
        again = counting.recount(vote)
    except ValueError:  # ballots that could never have been cast: the record was tampered with
        return Again(is_same=False)
    document = counting.document_of(again)
    is_same = again.inputs_hash == published.inputs_hash and document == published.document
    return Again(is_same, again.inputs_hash, document)
