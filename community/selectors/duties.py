"""What waits for whoever looks after a group, a brand or the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import brand_registry, staff_registry
from accounts.models import User
from accounts.selectors import brands
from community.models import Group
from community.selectors import groups, queues


@dataclass(frozen=True)
class Duty:
    """How much waits in one place; `icon` says which kind of place."""

    label: str
    url: str
    icon: str
    count: int


def of(*, user: User, mine: Sequence[Group]) -> tuple[Duty, ...]:
    """Return the places where something waits for `user`, whose groups are `mine` (`groups.mine`).

    Queries: none for most people; 1 for who looks after groups, 1 and those of each shelf or page for who works for a
    brand or is staff.
    """
    workplace = getattr(user, "works_at", None) or ""
    found = [
        *(() if workplace else _groups(user, mine)),
        *(_brand(user, workplace) if workplace else ()),
        *(_staff(user) if user.is_staff else ()),
    ]
    return tuple(duty for duty in found if duty.count)


def _groups(user: User, mine: Sequence[Group]) -> Iterable[Duty]:
    led = [group for group in mine if groups.is_led(group)]
    counts = queues.open_counts(groups=led, user=user) if led else {}
    for group in led:
        url = reverse("community:group-queue", args=[group.slug])
        yield Duty(group.name, url, "flag", counts.get(group.pk, 0))


def _brand(user: User, slug: str) -> Iterable[Duty]:
    brand, _role = brands.access(user=user, slug=slug)
    lines = (line for shelf in brand_registry.shelves.every() for line in shelf.waiting(user, brand))
    yield Duty(brand.name, reverse("accounts:console", args=[slug]), "store", sum(line.count or 1 for line in lines))


def _staff(user: User) -> Iterable[Duty]:
    """Lead to the first page of the staff on which something waits."""
    counted = [(page, page.waiting(user) or 0) for page in staff_registry.staff_pages.every()]
    busy = next((page for page, count in counted if count), None)
    if busy:
        yield Duty(_("Staff review"), reverse(busy.url_name), "clipboard-check", sum(count for _page, count in counted))
