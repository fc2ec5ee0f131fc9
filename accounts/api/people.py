"""The member who asks, other members, brands."""

from __future__ import annotations

from dataclasses import dataclass

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import shapes
from accounts.models import Brand, User
from accounts.selectors import people
from accounts.services import profiles
from lib.api.describing import operation
from lib.api.endpoint import Endpoint, MemberEndpoint


@dataclass(frozen=True)
class Shown:
    """A member with the brands they work for."""

    public_id: str
    handle: str
    display_name: str
    bio: str
    brands: tuple[Brand, ...]


class Me(MemberEndpoint):
    """The member who asks."""

    @operation("me_read", "Me", "Who I am", gives=shapes.MeSerializer)
    def get(self, request: Request) -> Response:
        return self.give(shapes.MeSerializer, self.member)

    @operation(
        "me_update",
        "Me",
        "Change my name, handle and bio",
        takes=shapes.ProfileSerializer,
        gives=shapes.MeSerializer,
        example={"display_name": "Mei", "handle": "mei", "bio": "Tea, mostly."},
    )
    def put(self, request: Request) -> Response:
        wanted = self.read(shapes.ProfileSerializer)
        return self.give(shapes.MeSerializer, profiles.update(user=self.member, now=self.now, **wanted))


class Preferences(MemberEndpoint):
    """Language, time zone, keyboard, suggestions of feelings."""

    @operation(
        "me_preferences_update",
        "Me",
        "Change my language, time zone, keyboard shortcuts and suggestions of feelings",
        takes=shapes.PreferencesSerializer,
        gives=shapes.MeSerializer,
        example={"locale": "zh-hans", "time_zone": "Asia/Shanghai", "shortcuts_on": True},
    )
    def put(self, request: Request) -> Response:
        wanted = self.read(shapes.PreferencesSerializer)
        return self.give(shapes.MeSerializer, profiles.prefer(user=self.member, now=self.now, **wanted))


class Member(Endpoint):
    """Somebody."""

    @operation("member_read", "Members", "A member's public page", gives=shapes.MemberSerializer)
    def get(self, request: Request, handle: str) -> Response:
        return self.give(shapes.MemberSerializer, _shown(people.get_person(handle=handle)))


class BrandPage(Endpoint):
    """A brand."""

    @operation("brand_read", "Members", "A brand's public page", gives=shapes.BrandSerializer)
    def get(self, request: Request, slug: str) -> Response:
        return self.give(shapes.BrandSerializer, people.get_brand(slug=slug))


def _shown(person: User) -> Shown:
    brands = people.brands_of(user=person)
    return Shown(person.public_id, person.handle, person.display_name, person.bio, brands)
