"""Endpoints and their messages as those read them who look after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from accounts.policies import StaffOnly, require_staff
from accounts.selectors import brands
from accounts.selectors.brands import OwnersOnly, Viewer
from connect.models import OPEN, Delivery, Endpoint
from lib import errors, paging, webhook_events
from lib.webhook_events import Kind

PAGE = 20


@dataclass(frozen=True)
class Desk:
    """Whose endpoints somebody looks at, and whether they may change them; without a brand those of the site."""

    brand: Brand | None
    may_change: bool


@dataclass(frozen=True)
class Messages:
    """A page of a log, newest first; `next_cursor` is where it goes on, "" at its end."""

    rows: tuple[Delivery, ...]
    next_cursor: str


@dataclass(frozen=True)
class Waiting:
    """How many messages are due at endpoints that are on, and for how many seconds the oldest has been."""

    count: int
    oldest_seconds: int


def waiting(*, now: datetime) -> Waiting:
    """Return what is to be sent. Queries: 1."""
    due = Delivery.objects.filter(
        state=Delivery.State.WAITING, due_at__lte=now, endpoint__in=Endpoint.objects.filter(OPEN)
    )
    found = due.aggregate(count=Count("pk"), since=Min("due_at"))
    return Waiting(found["count"], int((now - found["since"]).total_seconds()) if found["since"] else 0)


def desk(*, user: Viewer, slug: str) -> Desk:
    """Return the desk of a brand (its people and staff look, its owners change), or with "" of the site.

    Queries: 2, or none. Raises: NotFound for everybody else.
    """
    if slug:
        brand, role = brands.access(user=user, slug=slug)
        return Desk(brand, role.is_owner)
    if not (user.is_authenticated and user.is_active and user.is_staff):
        raise StaffOnly
    return Desk(None, may_change=True)


def topic_of(public_id: str) -> str:
    """Return the live topic of an endpoint: its state and its log."""
    return f"endpoint:{public_id}"


def may_look(user: Viewer, public_id: str) -> bool:
    """Say whether somebody may look at the endpoint, its log and its state. Queries: 3 at most."""
    slugs = Endpoint.objects.filter(public_id=public_id).values_list("brand__slug", flat=True)
    try:
        return any(desk(user=user, slug=slug or "") for slug in slugs)
    except errors.NotFound:
        return False


def check_change(*, user: User, brand: Brand | None) -> None:
    """Refuse whoever may not change endpoints of `brand`, or of the site. Queries: 1, or none.

    Raises: OwnersOnly; StaffOnly.
    """
    if brand is None:
        require_staff(user)
    elif not brands.role_of(user=user, brand=brand).is_owner:
        raise OwnersOnly


def kinds_for(brand: Brand | None) -> tuple[Kind, ...]:
    """Return the kinds that endpoints of `brand`, or of the site, may hear of."""
    return tuple(kind for kind in webhook_events.every() if brand is None or not kind.is_of_site)


def of_desk(*, brand: Brand | None) -> tuple[Endpoint, ...]:
    """Return the endpoints, oldest first, with what they hear of. Queries: 2."""
    rows = Endpoint.objects.filter(brand=brand).select_related("brand", "created_by")
    return tuple(rows.prefetch_related("subscriptions").order_by("pk"))


def get(*, desk: Desk, public_id: str) -> Endpoint:
    """Return an endpoint of the desk. Queries: 2. Raises: NotFound."""
    rows = Endpoint.objects.filter(brand=desk.brand, public_id=public_id).select_related("brand", "created_by")
    found = rows.prefetch_related("subscriptions").first()
    if found is None:
        raise errors.NotFound(_("There is no such address here."), code="connect.endpoint_not_found")
    return found


def messages(*, endpoint: Endpoint, after: str = "") -> Messages:
    """Return a page of its log. Queries: 1."""
    rows = Delivery.objects.filter(endpoint=endpoint).order_by("-pk")
    before = paging.whole(next(iter(paging.decode(after)), None))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    more = paging.encode([found[PAGE - 1].pk]) if len(found) > PAGE else ""
    return Messages(tuple(found[:PAGE]), more)


def message(*, endpoint: Endpoint, public_id: str) -> Delivery:
    """Return one of its messages. Queries: 1. Raises: NotFound."""
    found = Delivery.objects.filter(endpoint=endpoint, public_id=public_id).first()
    if found is None:
        raise errors.NotFound(_("There is no such message."), code="connect.message_not_found")
    found.endpoint = endpoint
    return found
