"""Keys as they are sent, and as their people see them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, BrandStaff, User
from accounts.selectors import brands
from community.selectors import members
from connect.models import ApiKey, KeyAct
from connect.scopes import BRAND, MODERATION, REVIEW, SCOPES, Scope
from lib import errors

PATTERN = re.compile(r"hearth_[0-9a-f]{8}_[0-9a-f]{64}")
SHOWN = 60
ACTS_SHOWN = 5


class KeyRefused(errors.NotAllowed):
    """The key opens nothing: the edge answers 401. `key` is whose it was, if it was one."""

    code = "connect.key_unknown"
    message = _("This is not a key of this site. Send it as `Authorization: Bearer hearth_…`.")
    key: ApiKey | None = None


@dataclass(frozen=True)
class Line:
    """A key in a list: in `state` live, expired or revoked, with what it may do in words and what it did lately."""

    key: ApiKey
    state: str
    may: tuple[str | Promise, ...]
    may_revoke: bool
    acts: tuple[KeyAct, ...]


def digest_of(text: str) -> str:
    """Return what is kept of a key: it has 256 random bits, so that a fast hash is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_in(text: str) -> bool:
    """Say whether the text holds something like a key."""
    return bool(PATTERN.search(text))


def presented(*, text: str, now: datetime) -> ApiKey:
    """Return the live key that `text` is, with its owner and brand. Queries: 1, none for what cannot be a key.

    Found by its digest: how long that takes tells nothing about a key. Raises: KeyRefused, which says why only of
    what was a key.
    """
    if not PATTERN.fullmatch(text):
        raise KeyRefused
    works = BrandStaff.objects.filter(brand=OuterRef("brand"), user=OuterRef("owner"))
    rows = ApiKey.objects.select_related("owner", "brand").annotate(has_left=~Exists(works))
    key = rows.filter(digest=digest_of(text)).first()
    if key is None:
        raise KeyRefused
    if refusal := _refusal(key, now):
        refusal.key = key
        raise refusal
    return key


def _refusal(key: ApiKey, now: datetime) -> KeyRefused | None:
    if key.revoked_at:
        return KeyRefused(_("This key was revoked."), code="connect.key_revoked")
    if key.expires_at <= now:
        return KeyRefused(_("This key has expired: make another one."), code="connect.key_expired")
    if not key.owner.is_active:
        return KeyRefused(_("The account that made this key is closed."), code="connect.key_owner_gone")
    if key.brand_id and key.has_left:  # type: ignore[attr-defined]  # annotated above
        return KeyRefused(_("Whoever made this key does not work for the brand any more."), code="connect.key_left")
    return None


def offered(*, user: User, brand: Brand | None) -> tuple[Scope, ...]:
    """Return the scopes that would open something for `user` now, for `brand` when it is given. Queries: 2 at most."""
    if brand is not None:
        return tuple(scope for scope in SCOPES if scope.of_brand)
    idle = set()
    if not user.is_staff and not brands.works_for_any(user):
        idle.add(BRAND)
    if not user.is_staff and not members.moderates(user=user):
        idle |= {MODERATION, REVIEW}
    return tuple(scope for scope in SCOPES if scope.key not in idle)


def of_member(*, user: User, now: datetime) -> tuple[Line, ...]:
    """Return the keys that `user` made, the live ones in front. Queries: 2."""
    return _lines(ApiKey.objects.filter(owner=user), now, lambda key: True)


def of_brand(*, brand: Brand, viewer: User, is_owner: bool, now: datetime) -> tuple[Line, ...]:
    """Return the keys that work for `brand` with who made them, the live ones in front. Queries: 2."""
    return _lines(ApiKey.objects.filter(brand=brand), now, lambda key: is_owner or key.owner_id == viewer.pk)


def live_of(*, user: User, now: datetime) -> QuerySet[ApiKey]:
    """Return the keys of `user` that open something now."""
    return ApiKey.objects.filter(owner=user, revoked_at=None, expires_at__gt=now)


def find_revocable(*, by: User, public_id: str) -> ApiKey:
    """Return a key that `by` made or, as an owner of its brand, may revoke. Queries: 1. Raises: NotFound."""
    owned = BrandStaff.objects.filter(user=by, role=BrandStaff.Role.OWNER).values("brand_id")
    rows = ApiKey.objects.select_related("owner", "brand").filter(Q(owner=by) | Q(brand__in=owned))
    key = rows.filter(public_id=public_id).first()
    if key is None:
        raise errors.NotFound(_("There is no such key."), code="connect.no_key")
    return key


def _lines(rows: QuerySet[ApiKey], now: datetime, may_revoke: Callable[[ApiKey], bool]) -> tuple[Line, ...]:
    found = list(rows.select_related("owner", "brand").order_by("-pk")[:SHOWN])
    acts = _acts(found)
    lines = [_line(key, now, may_revoke(key), acts.get(key.pk, ())) for key in found]
    return tuple(sorted(lines, key=lambda line: line.state != "live"))


def _line(key: ApiKey, now: datetime, may_revoke: bool, acts: tuple[KeyAct, ...]) -> Line:
    may = tuple(scope.label for scope in SCOPES if scope.key in key.scopes)
    state = "live" if key.is_live(now) else "revoked" if key.revoked_at else "expired"
    return Line(key=key, state=state, may=may, may_revoke=may_revoke and state == "live", acts=acts)


def _acts(keys: list[ApiKey]) -> dict[int, tuple[KeyAct, ...]]:
    """Return the latest writes of each key."""
    ranked = KeyAct.objects.filter(key__in=keys).annotate(
        place=Window(RowNumber(), partition_by=F("key_id"), order_by=F("pk").desc())
    )
    found: dict[int, list[KeyAct]] = {}
    for act in ranked.filter(place__lte=ACTS_SHOWN).order_by("-pk"):
        found.setdefault(act.key_id, []).append(act)
    return {pk: tuple(acts) for pk, acts in found.items()}
