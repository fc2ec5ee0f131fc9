"""What a key opens: its scopes, and of one that works for a brand that brand's work alone."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from community.selectors import proposals
from connect import scopes
from connect.models import ApiKey
from lib import errors
from lib.api.describing import Operation


class LacksScope(errors.NotAllowed):
    """The key is good, but not for this; `data["needs"]` are the scopes that it lacks."""

    code = "connect.key_lacks_scope"
    message = _("This key was not made for that. Make one that may do it, or give this work to somebody else.")


class OtherWork(errors.NotAllowed):
    """The key works for one brand; whatever visitors read needs no key at all."""

    code = "connect.key_of_brand"
    message = _("This key works for one brand, and this is not that brand's work. What visitors read needs no key.")


def check(*, key: ApiKey, operation: Operation, address: str, is_read: bool, path: Mapping[str, str]) -> None:
    """Refuse what `key` was not made for; what its owner may do is asked afterwards, as of everybody.

    Args: address: the pattern of the operation's URL below /api/v1/; path: what fills it. Queries: none; 1 for a
        brand's key at a proposal. Raises: LacksScope, OtherWork.
    """
    needed = scopes.needed(operation, address=address, is_read=is_read)
    if missing := needed - _held(key, is_read):
        raise LacksScope(needs=scopes.sorted_out(missing))
    if not needed:
        raise LacksScope(needs=[])
    if key.brand_id and not _is_its_brands(key, needed, path):
        raise OtherWork


def _held(key: ApiKey, is_read: bool) -> set[str]:
    """Return the scopes in hand: for a brand's key, reading is reading the console."""
    held = set(key.scopes)
    return held | {scopes.BRAND} if key.brand_id and is_read and scopes.READ in held else held


def _is_its_brands(key: ApiKey, needed: frozenset[str], path: Mapping[str, str]) -> bool:
    assert key.brand is not None
    if scopes.BRAND not in needed:
        return False
    if "slug" in path:
        return path["slug"] == key.brand.slug
    return proposals.brand_of(public_id=path.get("public_id", "")) == key.brand_id
