"""A brand as its own people see it, and what somebody is to it."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, BrandInvite, BrandStaff, BrandStep, User
from accounts.policies import Role
from accounts.selectors import people
from lib import errors

Viewer = User | AnonymousUser
LOG_LENGTH = 50
_WITH_WORKPLACE = """SELECT {columns}, (
    SELECT brand.slug FROM accounts_brandstaff AS place
    JOIN accounts_brand AS brand ON brand.id = place.brand_id
    WHERE place.user_id = accounts_user.id ORDER BY place.id LIMIT 1
) AS works_at FROM accounts_user WHERE accounts_user.id = %s"""


class OwnersOnly(errors.NotAllowed):
    """An editor writes; who belongs to the brand and what its page says is its owners' to decide."""

    code = "accounts.brand_owners_only"
    message = _("Only an owner of this brand may do that.")


def access(*, user: Viewer, slug: str, owner: bool = False) -> tuple[Brand, Role]:
    """Return the brand and the role of `user`: the way into its console.

    Queries: 2. Raises: NotFound for everybody else; OwnersOnly, when it has to be an owner.
    """
    brand = people.get_brand(slug=slug)
    role = role_of(user=user, brand=brand)
    if role is Role.NOBODY:
        raise errors.NotFound(_("There is no such brand."), code="accounts.brand_not_found")
    if owner and not role.is_owner:
        raise OwnersOnly
    return brand, role


def role_of(*, user: Viewer, brand: Brand) -> Role:
    """Return what `user` is to `brand`. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return Role.NOBODY
    found = BrandStaff.objects.filter(brand=brand, user=user).values_list("role", flat=True).first()
    if found is not None:
        return Role(found)
    return Role.STAFF if user.is_staff else Role.NOBODY


def works_for_any(user: Viewer) -> bool:
    """Say whether `user` works for a brand here, whichever it is.

    Queries: 1; none for visitors, and for whoever a page was asked by (see `find_with_workplace`).
    """
    if not user.is_authenticated:
        return False
    return bool(user.works_at) if hasattr(user, "works_at") else user.brand_roles.exists()


def find_with_workplace(pk: int) -> User | None:
    """Return a person with `works_at`: the slug of the brand whose console is theirs, None for most people.

    Every request of a member asks this: as plain SQL it costs a third of what Django takes to write the same.
    Queries: 1.
    """
    return next(iter(User.objects.raw(_with_workplace(), [pk])), None)


@cache
def _with_workplace() -> str:
    names = (field.column for field in User._meta.concrete_fields)
    return _WITH_WORKPLACE.format(columns=", ".join(f'accounts_user."{name}"' for name in names))


def has_left(*, user: User, brand: Brand, since: datetime) -> bool:
    """Say whether somebody stopped working for the brand at `since` or later. Queries: 1."""
    gone = (BrandStep.Kind.LEFT, BrandStep.Kind.REMOVED)
    return brand.steps.filter(person=user, kind__in=gone, at__gte=since).exists()


def staff(*, brand: Brand) -> tuple[BrandStaff, ...]:
    """Return the brand's people, its owners in front. Queries: 1."""
    rows = brand.staff.select_related("user").order_by("pk")
    return tuple(sorted(rows, key=lambda row: row.role != BrandStaff.Role.OWNER))


def people_of(brand: int | None) -> QuerySet[User]:
    """Return who works for the brand of that id, for news that are theirs. Queries: 1 when it is read."""
    return User.objects.filter(brand_roles__brand=brand, is_active=True)


def other_staff(brand: int | None) -> QuerySet[User]:
    """Return the staff of the site who do not work for the brand of that id: they review it. Queries: 1 when read."""
    return User.objects.filter(is_staff=True, is_active=True).exclude(brand_roles__brand=brand)


def invites(*, brand: Brand, now: datetime) -> tuple[BrandInvite, ...]:
    """Return who is asked and has not answered yet. Queries: 1."""
    rows = brand.invites.filter(state=BrandInvite.State.ASKED, expires_at__gt=now)
    return tuple(rows.select_related("user", "asked_by").order_by("pk"))


def steps(*, brand: Brand, limit: int = LOG_LENGTH) -> tuple[BrandStep, ...]:
    """Return what was changed, the latest in front. Queries: 1."""
    return tuple(brand.steps.select_related("actor", "person").order_by("-pk")[:limit])


def find_invite(*, user: User, public_id: str, now: datetime) -> BrandInvite:
    """Return an invitation of `user`: by name, or to an address that they confirmed. Queries: 2. Raises: NotFound."""
    row = BrandInvite.objects.select_related("brand", "asked_by").filter(_is_for(user), public_id=public_id).first()
    if row is None or row.expires_at <= now:
        raise errors.NotFound(_("There is no such invitation, or it is over."), code="accounts.invite_not_found")
    return row


def _is_for(user: User) -> Q:
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return Q(user=user) | Q(email__in=[address.lower() for address in confirmed], user=None)
