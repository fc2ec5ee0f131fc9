"""Making keys, noting their use and taking them away. The key itself is seen once, by whoever made it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from accounts.selectors import brands
from accounts.services import brand_admin
from connect import scopes
from connect.models import ApiKey, KeyAct
from connect.selectors import keys
from connect.services import key_news
from lib import clean, errors

NAME_LENGTH = 60
MOST = 20
DAYS = (30, 90, 180, 365)
USUAL_DAYS = 90
NOTED_EVERY = timedelta(minutes=1)
ACTS_KEPT = timedelta(days=90)
SWEPT_AT_ONCE = 1000
PATH_LENGTH = 200


class MadeAlready(errors.Conflict):
    """The same form came twice: what it made was shown, and is not shown again."""

    code = "connect.key_made"
    message = _("This key was made already, and a key is shown only once. If you lost it, revoke it and make another.")


class TooMany(errors.Conflict):
    """Keys that nobody remembers are doors that nobody watches."""

    code = "connect.too_many_keys"


@dataclass(frozen=True)
class Made:
    """A new key, with the text that opens with it and is kept nowhere."""

    key: ApiKey
    text: str


@transaction.atomic
def make(
    *, by: User, name: str, wanted: Iterable[str], days: int, public_id: str, now: datetime, brand: Brand | None = None
) -> Made:
    """Make a key that acts as `by`, for `brand` alone when one is given.

    Args: wanted: scopes; public_id: the key's name in addresses, which makes a form that comes twice make one key.
    Locks: the member. Raises: Invalid beside `name`, `scopes` or `days`; TooMany; MadeAlready; NotFound, for whoever
        does not work for the brand.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if ApiKey.objects.filter(owner=by, public_id=public_id).exists():
        raise MadeAlready
    if brand is not None and not brands.role_of(user=by, brand=brand).works_here:
        raise errors.NotFound(_("There is no such brand."), code="accounts.brand_not_found")
    name = clean.line(name, field="name", most=NAME_LENGTH, least=1)
    chosen = _chosen(wanted, brand)
    if days not in DAYS:
        raise errors.Invalid(fields={"days": _("Please choose one of the list.")})
    if keys.live_of(user=by, now=now).count() >= MOST:
        raise TooMany(_("You have %(most)s keys already: revoke one that you do not use.") % {"most": MOST})
    made = _keep(by, brand, name, chosen, now + timedelta(days=days), public_id, now)
    if brand is not None:
        brand_admin.note_connection(by=by, brand=brand, what=made.key.shown, is_made=True, now=now)
    key_news.made(made.key, now)
    return made


@transaction.atomic
def revoke(*, by: User, public_id: str, now: datetime) -> ApiKey:
    """Take a key away, at once and for good; once more changes nothing.

    Whoever made it may, and the owners of its brand. Raises: NotFound.
    """
    key = keys.find_revocable(by=by, public_id=public_id)
    return _revoke(key, by, now)


@transaction.atomic
def revoke_by_staff(*, by: User, key: ApiKey, now: datetime) -> ApiKey:
    """Take anybody's key away: for the admin, which has asked whether `by` may."""
    return _revoke(key, by, now)


@transaction.atomic
def revoke_all(*, user: User, now: datetime, brand: Brand | None = None) -> int:
    """Take away all keys of an account that closes or, with `brand`, those for a brand that it leaves; return how many.

    Queries: 1.
    """
    of = Q(owner=user, brand=brand) if brand else Q(owner=user)
    return ApiKey.objects.filter(of, revoked_at=None).update(revoked_at=now)


def note_use(*, key: ApiKey, now: datetime) -> None:
    """Note that the key was used, once a minute at most. Queries: 1, or none."""
    if key.last_used_at is None or key.last_used_at <= now - NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def note_act(*, key: ApiKey, operation: str, path: str, status: int, now: datetime) -> KeyAct:
    """Note a write that came with the key, and how it was answered. Queries: 1."""
    return KeyAct.objects.create(key=key, operation=operation, path=path[:PATH_LENGTH], status=status, at=now)


def forget_acts(*, now: datetime) -> int:
    """Forget what keys did longer than ACTS_KEPT ago; return how many lines. Queries: 2."""
    old = KeyAct.objects.filter(at__lt=now - ACTS_KEPT).order_by("at", "pk")
    pks = list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    return KeyAct.objects.filter(pk__in=pks).delete()[0] if pks else 0


def _chosen(wanted: Iterable[str], brand: Brand | None) -> list[str]:
    known = scopes.OF_BRAND if brand else scopes.KNOWN
    asked = list(wanted)
    if not asked or not known.issuperset(asked):
        raise errors.Invalid(fields={"scopes": _("Choose what it may be used for: one thing at least.")})
    if asked == [scopes.MONEY]:
        raise errors.Invalid(fields={"scopes": _("Moving money goes with something else: choose that too.")})
    return scopes.sorted_out(asked)


def _keep(
    by: User, brand: Brand | None, name: str, chosen: list[str], until: datetime, public_id: str, now: datetime
) -> Made:
    prefix, secret = secrets.token_hex(4), secrets.token_hex(32)
    text = f"hearth_{prefix}_{secret}"
    row = ApiKey(owner=by, brand=brand, name=name, scopes=chosen, public_id=public_id, created_at=now, expires_at=until)
    row.prefix, row.tail, row.digest = prefix, secret[-4:], keys.digest_of(text)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise MadeAlready from error
    return Made(row, text)


def _revoke(key: ApiKey, by: User, now: datetime) -> ApiKey:
    """Revoke a key that was loaded with its owner and brand."""
    if not _unrevoked(key).update(revoked_at=now, revoked_by=by):
        return key
    key.revoked_at, key.revoked_by = now, by
    if key.brand is not None:
        brand_admin.note_connection(by=by, brand=key.brand, what=key.shown, is_made=False, now=now)
    if by.pk != key.owner_id:
        key_news.revoked(key, by, now)
    return key


def _unrevoked(key: ApiKey) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(pk=key.pk, revoked_at=None)
