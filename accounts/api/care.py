"""What the staff's programs ask about members."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import shapes
from accounts.policies import StaffOnly
from accounts.selectors import member_search
from accounts.services import member_care
from lib import limits
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint

FINDS = limits.Limit("member_find", most=1000, seconds=3600)


class Members(MemberEndpoint):
    """Who a customer is here."""

    @operation(
        "review_member_find",
        "Review",
        "Find the member with a confirmed e-mail address",
        takes=shapes.EmailSerializer,
        gives=shapes.PersonSerializer,
        example={"email": "mei@example.com"},
        description="For staff who may see members, so that a shop knows its customer: keep the `id`, which never "
        "changes. A POST, because addresses do not belong into logs; it changes nothing. 404 when nobody has confirmed "
        "this address.",
    )
    def post(self, request: Request) -> Response:
        if not member_care.may_look(self.member):
            raise StaffOnly
        limits.spend(FINDS, who=self.member.public_id, now=self.now)
        email = self.read(shapes.EmailSerializer)["email"]
        return self.give(shapes.PersonSerializer, member_search.get_by_address(email=email))
