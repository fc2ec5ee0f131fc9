"""The rules of a challenge as one document: frozen when it is announced; anybody can compute its hash again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from gamify.models import Challenge
from gamify.services import places
from lib import documents, public_id

FORMAT = 2  # 1 named closed places as open ones are


def document_of(challenge: Challenge) -> dict[str, Any]:
    """Return everything that binds those who run it, as plain JSON. Queries: 2, or what is not yet loaded of it, and 2
    a kind of place.
    """
    return {
        "format": FORMAT,
        "challenge": challenge.public_id,
        "brand": challenge.brand.slug if challenge.brand else None,
        "scope": "".join(places.named(_owner(challenge), challenge.rules_salt)),
        "names": challenge.names,
        "stories": challenge.stories,
        "terms": challenge.terms,
        "places": sorted(places.named(challenge.places, challenge.rules_salt)),
        "currency": challenge.currency_id,
        "team_size": challenge.team_size,
        "member_cap": challenge.member_cap,
        "review_days": challenge.review_days,
        "counts_from": "entering",
        "ties": "earliest",
        "unanswered": "accepted",
        "unchosen": "drawn",
        "draw_hash": seed_hash(challenge.draw_seed),
        "starts_at": _written(challenge.starts_at),
        "ends_at": _written(challenge.ends_at),
        "tasks": [
            {
                name: getattr(task, name)
                for name in (
                    "position", "kind", "names", "hints", "verb", "when", "condition", "metric", "asks", "goal",
                    "points", "most", "daily_most",
                )
            }
            for task in challenge.tasks.all()
        ],
        "lines": [[line.position, line.rule, line.places, line.kind, line.spec] for line in challenge.lines.all()],
    }  # fmt: skip


def new_seed() -> str:
    """Return a secret that nobody can guess."""
    return public_id.secret(16)


def seed_hash(seed: str) -> str:
    """Return what is public of the seed of a draw before it is made."""
    return hashlib.sha256(seed.encode()).hexdigest()


def are_kept(challenge: Challenge) -> bool:
    """Say whether it still says what was frozen; of its places some may have taken back their yes. Queries: 2."""
    frozen = challenge.rules or {}
    same = {name: frozen.get(name) for name in ("format", "scope", "places")}
    is_kept = challenge.rules_hash == documents.digest(frozen) == documents.digest(document_of(challenge) | same)
    return is_kept and _are_named(challenge, frozen)


def is_narrowed(challenge: Challenge) -> bool:
    """Say whether a place has taken back its yes since the rules were frozen."""
    names = (challenge.rules or {}).get("places", [])
    return Challenge.NOWHERE in challenge.places or len(challenge.places) < len(names)


def _are_named(challenge: Challenge, frozen: dict[str, Any]) -> bool:
    salt = challenge.rules_salt
    here = set(challenge.places) - {Challenge.NOWHERE}
    is_owned = places.are_among(_owner(challenge), [frozen["scope"]], salt)
    return is_owned and places.are_among(here, frozen["places"], salt)


def _owner(challenge: Challenge) -> list[str]:
    return [challenge.scope] if challenge.scope else []


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
