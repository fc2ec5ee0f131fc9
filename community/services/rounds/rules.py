"""The rules of a vote as one document: frozen when it opens; anybody can compute its hash again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from community import voting
from community.models import Candidate, VoteRound
from community.voting import Terms
from lib import documents

FORMAT = 1


def document_of(vote: VoteRound, entries: Sequence[Candidate], voters: Sequence[str]) -> dict[str, Any]:
    """Return everything that binds whoever counts, as plain JSON; of the voters their number and a hash."""
    method = voting.get(vote.method)
    return {
        "format": FORMAT,
        "round": vote.public_id,
        "names": vote.names,
        "method": [method.key, method.version],
        "per_voter": vote.per_voter,
        "seats": vote.seats,
        "budget": [vote.budget_minor, vote.currency],
        "completion": vote.completion,
        "seed": vote.seed,
        "ties": "sha256(seed:proposal)",
        "eligible": {
            "group": vote.group.slug if vote.group else None,
            "not_of_brand": vote.brand.slug if vote.brand else None,
            "is_verified": vote.is_verified,
            "days_here": settings.HEARTH_TRUST_DAYS,
            "voters": len(voters),
            "voters_hash": documents.digest(list(voters)),
        },
        "candidates": [[entry.proposal.public_id, entry.cost_minor] for entry in entries],
        "opens_at": _written(vote.opens_at),
        "closes_at": _written(vote.closes_at),
    }


def terms_of(vote: VoteRound) -> Terms:
    """Return what the count must know, from what was frozen."""
    frozen = vote.rules or {}
    return Terms(
        seed=frozen["seed"],
        per_voter=frozen["per_voter"],
        seats=frozen["seats"],
        budget=frozen["budget"][0],
        completion=frozen["completion"],
    )


def are_kept(vote: VoteRound) -> bool:
    """Say whether the round still says what was frozen. Queries: at most 1."""
    frozen = vote.rules or {}
    now = {
        "method": vote.method,
        "per_voter": vote.per_voter,
        "seats": vote.seats,
        "budget": [vote.budget_minor, vote.currency],
        "completion": vote.completion,
        "seed": vote.seed,
        "closes_at": _written(vote.closes_at),
        "candidates": [[entry.proposal.public_id, entry.cost_minor] for entry in _entries(vote)],
    }
    then = {name: frozen[name] for name in now} | {"method": frozen["method"][0]}
    return documents.digest(frozen) == vote.rules_hash and now == then


def _entries(vote: VoteRound) -> Sequence[Candidate]:
    return list(vote.candidates.select_related("proposal").order_by("position"))


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
