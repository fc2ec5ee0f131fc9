"""Letting a request happen once however often it is sent.

A claim is its own committed row, not part of the request's transaction: the engine works after commit, and a twin must
see at once that the first is at work. A process that dies between its commit and `keep` leaves a claim that ends after
LEASE; what creates value is then still made once, because the services take a key of their own from the same header.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from connect.models import KeptAnswer
from lib import clean, errors

LIFE = timedelta(hours=24)
LEASE = timedelta(seconds=120)
KEY_LENGTH = 200
SWEPT_AT_ONCE = 100


class AtWork(errors.Conflict):
    """The first request with this key is not done yet; `data["retry_seconds"]` says when to ask again."""

    code = "connect.at_work"
    message = _("The first request with this key is still at work.")


def check_key(key: str) -> None:
    """Refuse a key that is empty, too long or not printable ASCII; raises Invalid."""
    if not (0 < len(key) <= KEY_LENGTH and key.isascii() and key.isprintable()) or clean.has_forbidden(key):
        raise errors.Invalid(
            fields={"Idempotency-Key": _("1 to 200 printable ASCII characters, please.")}, code="connect.bad_key"
        )


def claim(*, user: User, key: str, fingerprint: str, now: datetime) -> KeptAnswer:
    """Return the kept answer to `key`, or a fresh claim (`status` None) that the caller must `keep` or `release`.

    Outside any transaction. Queries: 3; 4 for a claim left behind.
    Raises: AtWork while the first is; Invalid when the key stands for another request.
    """
    _sweep(now)
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(user=user, key=key, fingerprint=fingerprint, claimed_at=now)
    except IntegrityError:
        earlier = KeptAnswer.objects.filter(user=user, key=key).first()
    if earlier is None:
        raise AtWork(retry_seconds=1)  # it failed and let go in this moment
    if earlier.fingerprint != fingerprint:
        raise errors.Invalid(_("This key was used for another request."), code="connect.key_reused")
    if earlier.status is None and not _take_over(earlier, now):
        raise AtWork(retry_seconds=1)
    return earlier


def keep(*, claimed: KeptAnswer, status: int, content_type: str, body: str) -> None:
    """Keep the answer for whoever sends the same again. Queries: 1."""
    _mine(claimed).update(status=status, content_type=content_type, body=body)


def release(*, claimed: KeptAnswer) -> None:
    """Let go of a claim whose request changed nothing: the key may be tried again. Queries: 1."""
    _mine(claimed).delete()


def _mine(claimed: KeptAnswer) -> QuerySet[KeptAnswer]:
    return KeptAnswer.objects.filter(pk=claimed.pk, status=None, claimed_at=claimed.claimed_at)


def _take_over(earlier: KeptAnswer, now: datetime) -> bool:
    """Claim what a dead process left; of several that try, one does."""
    if earlier.claimed_at > now - LEASE:
        return False
    changed = _mine(earlier).update(claimed_at=now)
    earlier.claimed_at = now
    return bool(changed)


def _sweep(now: datetime) -> None:
    """Forget some of what is older than LIFE, oldest first: every claim clears more than it leaves."""
    old = KeptAnswer.objects.filter(claimed_at__lt=now - LIFE).order_by("claimed_at", "pk")
    pks = list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    if pks:
        KeptAnswer.objects.filter(pk__in=pks).delete()
