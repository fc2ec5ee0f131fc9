"""How frozen documents name places: nobody learns of a group from rules that they may read and it that they may not."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Sequence

from django.contrib.auth.models import AnonymousUser

from gamify.registry import scopes
from lib import public_id

SEALED = "sealed:"


def new_salt() -> str:
    """Return what the sealed names of one document are made with; it is never shown."""
    return public_id.secret(16)


def named(places: Sequence[str], salt: str) -> list[str]:
    """Return the places in order: those that visitors may look into as they are, all others under a sealed name.

    Queries: 1 a kind of place, none without any.
    """
    open_ones = scopes.visible(AnonymousUser(), places) if places else {}
    return [place if place in open_ones else seal(place, salt) for place in places]


def are_among(places: Collection[str], names: Collection[str], salt: str) -> bool:
    """Say whether a document with these `names` names every one of the places, openly or sealed."""
    return all(place in names or seal(place, salt) in names for place in places)


def seal(place: str, salt: str) -> str:
    """Return a name from which nobody finds the place without the salt, and which differs in every document."""
    return SEALED + hmac.new(salt.encode(), place.encode(), hashlib.sha256).hexdigest()[:32]
