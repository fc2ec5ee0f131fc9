"""Whom the member who asks follows, for nobody else to see."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import shapes
from accounts.selectors import following as reads, people
from accounts.services import following
from lib.api.describing import AFTER, operation
from lib.api.endpoint import MemberEndpoint


class Followed(MemberEndpoint):
    """Whom I follow."""

    @operation(
        "followed_list",
        "Me",
        "Whom I follow, the latest first; nobody else learns of it",
        gives=shapes.FollowedPage,
        asks=[AFTER],
    )
    def get(self, request: Request) -> Response:
        return self.give_page(shapes.FollowedPage, *reads.page(user=self.member, after=self.after))


class OneFollowed(MemberEndpoint):
    """Somebody I follow, or would."""

    @operation(
        "member_follow",
        "Me",
        "Follow a member; again changes nothing",
        gives=shapes.FollowedSerializer,
        description="Their posts that I may read are in `feeds/following`. They are not told, and nobody is counted.",
    )
    def put(self, request: Request, handle: str) -> Response:
        person = people.get_person(handle=handle)
        return self.give(shapes.FollowedSerializer, following.follow(user=self.member, person=person, now=self.now))

    @operation("member_unfollow", "Me", "Follow a member no more; again changes nothing", status=204)
    def delete(self, request: Request, handle: str) -> Response:
        following.unfollow(user=self.member, handle=handle)
        return Response(status=204)
