"""Whom the member who asks hid, for nobody else to see."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import shapes
from accounts.selectors import hiding as reads, people
from accounts.services import hiding
from lib.api.describing import AFTER, operation
from lib.api.endpoint import MemberEndpoint


class HiddenPeople(MemberEndpoint):
    """Whom I hid."""

    @operation(
        "hidden_person_list",
        "Me",
        "Whose words I hid, the latest first; nobody else learns of it",
        gives=shapes.HiddenPeoplePage,
        asks=[AFTER],
    )
    def get(self, request: Request) -> Response:
        return self.give_page(shapes.HiddenPeoplePage, *reads.page(user=self.member, after=self.after))


class OneHidden(MemberEndpoint):
    """Somebody I hid, or would."""

    @operation(
        "member_hide",
        "Me",
        "Hide what a member writes from me; again changes nothing",
        gives=shapes.HiddenPersonSerializer,
        description="Their posts leave my feeds and searches, their comments come with `is_hidden`, and I am not told "
        "of what they do towards me. It takes nothing from them.",
    )
    def put(self, request: Request, handle: str) -> Response:
        person = people.get_person(handle=handle)
        return self.give(shapes.HiddenPersonSerializer, hiding.hide(user=self.member, person=person, now=self.now))

    @operation("member_unhide", "Me", "See again what a member writes; again changes nothing", status=204)
    def delete(self, request: Request, handle: str) -> Response:
        hiding.show(user=self.member, handle=handle)
        return Response(status=204)
