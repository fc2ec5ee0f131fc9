"""Finding the member that the staff want to help, whatever they know of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.staff_registry import finders
from lib import clean, errors
from lib.lookup import Found

MOST = 30


def search(*, query: str) -> tuple[User, ...]:
    """Return members by handle, name, address or id, closed ones too, the latest first. Queries: 1."""
    words = clean.sought(query, most=80).removeprefix("@")
    if not words:
        return ()
    named = Q(username__icontains=words) | Q(display_name__icontains=words) | Q(email__icontains=words)
    exact = Q(public_id=words) | Q(emailaddress__email__iexact=words)
    return tuple(User.objects.filter(named | exact).distinct().order_by("-date_joined", "-pk")[:MOST])


def numbered(*, query: str) -> Sequence[Found]:
    """Return what bears exactly this number: an order, a payment, a redemption. Queries: those of each finder."""
    words = clean.sought(query, most=80).removeprefix("#")
    return [found for finder in finders.every() for found in finder.find(words)] if words else []


def get_by_address(*, email: str) -> User:
    """Return the active member who has confirmed this address. Queries: 1. Raises: NotFound."""
    own = {"emailaddress__email": email.lower(), "emailaddress__verified": True}
    found = User.objects.filter(**own, is_active=True).first()
    if found is None:
        raise errors.NotFound(_("Nobody here has confirmed this address."), code="accounts.address_not_found")
    return found


def get(*, handle: str) -> User:
    """Return the member, open or closed. Queries: 1. Raises: NotFound."""
    found = User.objects.filter(username=clean.sought(handle, most=40)).first()
    if found is None:
        raise errors.NotFound(code="accounts.person_not_found")
    return found
