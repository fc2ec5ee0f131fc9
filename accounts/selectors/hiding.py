"""Whose words a member hid, for that member alone.

Who hides nobody pays nothing for it: `User.hides_people` is read with the member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.db.models import QuerySet

from accounts.models import HiddenPerson, User
from lib import paging

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Viewer: TypeAlias = User | AnonymousUser

PAGE = 50


def of(viewer: Viewer) -> QuerySet[HiddenPerson, int] | None:
    """Return the primary keys of those whom `viewer` hid, to stand in a query; None for who hides nobody.

    Queries: none by itself.
    """
    if not viewer.is_authenticated or not viewer.hides_people:
        return None
    return HiddenPerson.objects.filter(by=viewer).values_list("person", flat=True)


def pks_of(viewer: Viewer) -> frozenset[int]:
    """Return the primary keys of those whom `viewer` hid. Queries: 1, none for who hides nobody."""
    return frozenset(of(viewer) or ())


def is_hidden(*, person_id: int, viewer: Viewer) -> bool:
    """Say whether `viewer` hid this person. Queries: 1, none for who hides nobody."""
    hidden = of(viewer)
    return hidden is not None and hidden.filter(person=person_id).exists()


def page(*, user: User, after: str = "") -> tuple[list[HiddenPerson], str]:
    """Return those whom the member hid, each with its `person`, the latest first, and the next cursor. Queries: 1."""
    return paging.newest(HiddenPerson.objects.filter(by=user).select_related("person"), after, PAGE)
