"""The people of a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from community.models import Group, Membership
from community.querysets import MembershipQuerySet
from lib import clean, paging

SIZE = 48
QUERY_LENGTH = 60


@dataclass(frozen=True)
class Person:
    """Somebody as the avatar element wants them, with their place in the group."""

    public_id: str
    handle: str
    display_name: str
    url: str
    bio: str
    role: str
    role_label: str
    answer: str
    joined_at: datetime | None
    is_muted: bool = False


@dataclass(frozen=True)
class People:
    """Some members and the cursor to those who came later."""

    people: tuple[Person, ...]
    next_cursor: str = ""


def staff_of(*, group: Group, now: datetime) -> tuple[Person, ...]:
    """Return owners, then moderators. Queries: 1."""
    places = _places(group, Membership.State.ACTIVE).leading()
    return tuple(_person(place, now) for place in places.order_by("-role", "joined_at", "pk"))


def moderates(*, user: User) -> bool:
    """Say whether `user` decides about reports in some group. Queries: 1."""
    return Group.objects.moderated_by(user).exists()


def members_of(*, group: Group, now: datetime, after: str = "", query: str = "") -> People:
    """Return the members without a role, those who came first first. Queries: 1.

    Args:
        query: part of a name or handle, taken literally.
    """
    places = _places(group, Membership.State.ACTIVE).filter(role=Membership.Role.MEMBER)
    if asked := clean.sought(query, most=QUERY_LENGTH):
        places = places.filter(Q(user__display_name__icontains=asked) | Q(user__username__icontains=asked.lstrip("@")))
    found = list(_after(places, after).order_by("joined_at", "pk")[: SIZE + 1])
    shown = found[:SIZE]
    last = _cursor(shown[-1]) if len(found) > SIZE else ""
    return People(people=tuple(_person(place, now) for place in shown), next_cursor=last)


def find(*, group: Group, handle: str, now: datetime) -> Person | None:
    """Return the member with this handle. Queries: 1, none for no handle."""
    place = _places(group, Membership.State.ACTIVE).filter(user__username=handle).first() if handle else None
    return _person(place, now) if place else None


def requests_of(*, group: Group, now: datetime) -> tuple[Person, ...]:
    """Return those who asked to come in, at most SIZE at a time. Queries: 1."""
    places = _places(group, Membership.State.REQUESTED).filter(role=Membership.Role.MEMBER)
    return tuple(_person(place, now) for place in places.order_by("pk")[:SIZE])


def invited_to(*, group: Group, now: datetime) -> tuple[Person, ...]:
    """Return those who have not answered their invitation, at most SIZE. Queries: 1."""
    places = _places(group, Membership.State.INVITED).filter(role=Membership.Role.MEMBER)
    return tuple(_person(place, now) for place in places.order_by("pk")[:SIZE])


def _places(group: Group, state: str) -> MembershipQuerySet:
    return Membership.objects.filter(group=group, state=state, user__is_active=True).select_related("user")


def _cursor(place: Membership) -> str:
    return paging.encode([paging.from_moment(place.joined_at), place.pk]) if place.joined_at else ""


def _after(places: QuerySet[Membership], after: str) -> QuerySet[Membership]:
    match paging.decode(after):
        case [moment_part, pk_part]:
            moment, pk = paging.to_moment(moment_part), paging.whole(pk_part)
            if moment is not None and pk is not None:
                return places.filter(Q(joined_at__gt=moment) | Q(pk__gt=pk), joined_at__gte=moment)
    return places


def _person(place: Membership, now: datetime) -> Person:
    user = place.user
    return Person(
        public_id=user.public_id,
        handle=user.handle,
        display_name=user.display_name,
        url=reverse("accounts:profile", args=[user.handle]),
        bio=user.bio,
        role=place.role,
        role_label=str(Membership.Role(place.role).label),
        answer=place.answer,
        joined_at=place.joined_at,
        is_muted=place.muted_until is not None and place.muted_until > now,
    )
