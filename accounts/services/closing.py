"""Closing one's own account: at once for everybody's eyes, for good after two weeks in which one may come back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import personal, registry
from accounts.models import Brand, BrandStaff, User
from accounts.models.display_names import GONE
from accounts.services import handles
from lib import errors, jobs, public_id
from lib.after_commit import after_commit

PATIENCE = timedelta(days=14)
SALT = "accounts.closing"


class NotYet(errors.Conflict):
    """Something must be settled first; `data["obstacles"]` says what, each with a page where that can be done."""

    code = "accounts.not_yet"
    message = _("A few things must be settled before you can close your account.")


@transaction.atomic
def close(*, user: User, with_words: bool, now: datetime) -> User:
    """Close the account: nobody is signed in as it any more, its page is gone, and a letter tells how to come back.

    Twice changes nothing. Locks: the brands they own, so that of two owners who go at once one stays; the person, but
    not against who only refers to them: who holds a meetup or a player tells them of it, and closing waits for both.
    Raises: NotYet.
    """
    owned = Brand.objects.filter(staff__user=user, staff__role=BrandStaff.Role.OWNER)
    list(owned.select_for_update(of=("self",), no_key=True).order_by("pk"))
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if held.closed_at:
        return held
    found = personal.obstacles(held)
    if found:
        raise NotYet(obstacles=[{"text": str(each.text), "url": each.url} for each in found])
    held.is_active, held.closed_at, held.words_go = False, now, with_words
    held.set_unusable_password()  # ends every session, for good: whoever comes back chooses a new one
    held.save(update_fields=["is_active", "closed_at", "words_go", "password"])
    registry.close(user=held, now=now)
    after_commit(lambda: _tell(held))
    return held


@transaction.atomic
def come_back(*, token: str, now: datetime) -> User:
    """Open the account again that the letter's token names; twice changes nothing. Its password has to be chosen anew.

    Raises: NotFound, also too late.
    """
    held = User.objects.select_for_update(no_key=True).filter(pk=_named(token)).first()
    if held is None or held.erased_at or (held.closed_at and held.closed_at + PATIENCE <= now):
        raise errors.NotFound(_("This link no longer opens anything."), code="accounts.no_way_back")
    if held.closed_at:
        held.is_active, held.closed_at, held.words_go = True, None, False
        held.save(update_fields=["is_active", "closed_at", "words_go"])
        registry.reopen(user=held, now=now)
    return held


def erase_due(*, now: datetime) -> int:
    """Erase the accounts that were closed two weeks ago; return how many."""
    due = User.objects.filter(is_active=False, erased_at=None, closed_at__lte=now - PATIENCE).order_by("closed_at")
    return jobs.each(list(due.values_list("pk", flat=True)[:50]), lambda pk: erase(user_id=pk, now=now))


@transaction.atomic
def erase(*, user_id: int, now: datetime) -> int:
    """Take everything from a closed account that says who it was; return 1, 0 when it is not due any more.

    The row stays, without a name, for the ledger, receipts and what others answered to. Locks: the person.
    """
    held = User.objects.select_for_update().filter(pk=user_id, is_active=False, erased_at=None).first()
    if held is None or held.closed_at is None or held.closed_at + PATIENCE > now:
        return 0
    registry.rename(user=held, handles={held.username})
    personal.erase(user=held, with_words=held.words_go, now=now)
    handles.disown(owner=held)
    handles.retire(handle=held.username)
    held.refresh_from_db()
    fresh = public_id.new()  # nobody knows it before: a name that is known could be taken, and nothing be erased
    held.username, held.email = f"gone_{fresh}", f"{fresh}@erased.invalid"
    held.display_name, held.bio, held.password = GONE, "", make_password(None)
    held.last_login, held.erased_at = None, now
    held.time_zone, held.time_zone_before, held.time_zone_since = "UTC", "", None
    held.save()
    return 1


def token_of(user: User) -> str:
    """Return what the letter's link carries; it opens what was closed, nothing else."""
    assert user.closed_at is not None
    return signing.dumps([user.pk, user.closed_at.isoformat()], salt=SALT)


def _named(token: str) -> int:
    try:
        pk, closed_at = signing.loads(token, salt=SALT, max_age=PATIENCE)
    except (signing.BadSignature, ValueError, TypeError):
        return 0
    is_it = User.objects.filter(pk=pk).values_list("closed_at", flat=True).first()
    return pk if is_it is None or is_it.isoformat() == closed_at else 0


def _tell(user: User) -> None:
    assert user.closed_at is not None
    link = settings.BASE_URL.rstrip("/") + reverse("accounts:come-back", args=[token_of(user)])
    with translation.override(user.locale):
        said = {"person": user, "link": link, "until": user.closed_at + PATIENCE, "words_go": user.words_go}
        letter = render_to_string("accounts/letters/closed.txt", said)
        send_mail(str(_("Your account is closed")), letter, None, [user.email])
