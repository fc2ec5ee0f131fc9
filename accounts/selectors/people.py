"""Reading people and brands."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from lib import clean, errors, lookup


def people() -> QuerySet[User]:
    """Return the accounts that are somebody's: not those whose address nobody has confirmed yet, or anybody could hang
    out a name here that belongs to no one."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    return User.objects.exclude(Exists(addresses.filter(verified=False)) & ~Exists(addresses.filter(verified=True)))


def named(*, query: str, most: int, but: User | None = None) -> QuerySet[User]:
    """Return those here, `but` one, whose name or handle holds the query, the nearest first; nobody without one.

    Queries: 1.
    """
    if not (handle := query.removeprefix("@")):
        return User.objects.none()
    wanted = Q(display_name__icontains=query) | Q(username__icontains=handle)
    near = lookup.nearness(handle, "username", "display_name")
    found = people().exclude(pk=but.pk) if but else people()
    return found.filter(wanted, is_active=True).order_by(near, "display_name", "pk")[:most]


def get_person(*, handle: str) -> User:
    """Return the active person with this handle. Queries: 1. Raises NotFound, which says when the account is closed."""
    missing = _("There is nobody with this handle.")
    return _here(people().filter(username=clean.sought(handle, most=40)).first(), missing)


def get_by_id(*, public_id: str) -> User:
    """Return the active person with this public id. Queries: 1. Raises NotFound, as `get_person`."""
    missing = _("There is nobody with this id.")
    return _here(people().filter(public_id=clean.sought(public_id, most=40)).first(), missing)


def _here(person: User | None, missing: errors.Text) -> User:
    if person is None:
        raise errors.NotFound(missing, code="accounts.person_not_found")
    if not person.is_active:
        raise errors.NotFound(_("Whoever this was is no longer here."), code="accounts.person_gone")
    return person


def get_brand(*, slug: str) -> Brand:
    """Return the brand. Queries: 1. Raises NotFound."""
    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        raise errors.NotFound(_("There is no such brand."), code="accounts.brand_not_found")
    return brand


def brands_of(*, user: User) -> tuple[Brand, ...]:
    """Return the brands this person works for. Queries: 1."""
    return tuple(Brand.objects.filter(staff__user=user).order_by("slug"))
