"""Whom a member follows, for that member alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.db.models import QuerySet

from accounts.models import Follow, User
from lib import paging

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Viewer: TypeAlias = User | AnonymousUser

PAGE = 50


def of(viewer: Viewer) -> QuerySet[Follow, int]:
    """Return the primary keys of those whom `viewer` follows, to stand in a query; nobody's for a visitor.

    Queries: none by itself.
    """
    rows = Follow.objects.filter(by=viewer.pk) if viewer.is_authenticated else Follow.objects.none()
    return rows.values_list("person", flat=True)


def is_followed(*, person_id: int, viewer: Viewer) -> bool:
    """Say whether `viewer` follows this person. Queries: 1, none for visitors."""
    return of(viewer).filter(person=person_id).exists()


def page(*, user: User, after: str = "") -> tuple[list[Follow], str]:
    """Return those whom the member follows, each with its `person`, the latest first, and the next cursor. Queries: 1.

    Closed accounts are among them, so that they can be left out.
    """
    return paging.newest(Follow.objects.filter(by=user).select_related("person"), after, PAGE)
