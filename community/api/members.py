"""A group's people: who is in, who asks, invitations, roles."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.selectors import people
from community import rate_limits
from community.api.groups import group_of
from community.api.shapes import groups as shapes
from community.policies import Action
from community.selectors import groups as group_reads, members as reads
from community.services import admissions, doors, roles
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend


class Members(Endpoint):
    """Who is in a group."""

    @operation(
        "group_member_list",
        "Groups",
        "A group's members, the earliest first",
        gives=shapes.GroupMemberPage,
        asks=[AFTER, asked("q", "Part of a name or handle.")],
    )
    def get(self, request: Request, slug: str) -> Response:
        group = group_of(self, slug, Action.SEE_MEMBERS)
        query = request.query_params.get("q", "").strip()[: group_reads.QUERY_LENGTH]
        found = reads.members_of(group=group, now=self.now, after=self.after, query=query)
        staff = () if self.after else reads.staff_of(group=group, now=self.now)
        return self.give_page(shapes.GroupMemberPage, found.people, found.next_cursor, staff=staff)


class Requests(MemberEndpoint):
    """Who asks to come in."""

    @operation(
        "group_request_list",
        "Groups",
        "Open requests to join a group I look after, at most 48 at a time",
        gives=shapes.JoinRequestPage,
    )
    def get(self, request: Request, slug: str) -> Response:
        group = group_of(self, slug)
        doors.check(user=self.member, group=group, now=self.now)
        return self.give_page(shapes.JoinRequestPage, reads.requests_of(group=group, now=self.now))


class OneRequest(MemberEndpoint):
    """One request to come in."""

    @operation(
        "group_request_answer",
        "Groups",
        "Answer a request to join",
        takes=shapes.DecisionSerializer,
        gives=shapes.MembershipSerializer,
        example={"approve": True},
    )
    def post(self, request: Request, slug: str, handle: str) -> Response:
        group = group_of(self, slug)
        member, said = people.get_person(handle=handle), self.read(shapes.DecisionSerializer)
        if said["approve"]:
            place = admissions.approve(actor=self.member, group=group, member=member, now=self.now)
        else:
            place = admissions.deny(actor=self.member, group=group, member=member, reason=said["reason"], now=self.now)
        return self.give(shapes.MembershipSerializer, place)


class Invitations(MemberEndpoint):
    """Asking somebody in."""

    @operation(
        "group_invite",
        "Groups",
        "Invite a member; a moderator's invitation answers a request",
        takes=shapes.InvitationSerializer,
        gives=shapes.MembershipSerializer,
        example={"handle": "ben"},
    )
    def post(self, request: Request, slug: str) -> Response:
        group = group_of(self, slug)
        handle = self.read(shapes.InvitationSerializer)["handle"]
        spend(rate_limits.INVITE, who=self.member.public_id, now=self.now)
        place = admissions.invite(actor=self.member, group=group, handle=handle, now=self.now)
        return self.give(shapes.MembershipSerializer, place)


class Role(MemberEndpoint):
    """A member's role."""

    @operation(
        "group_role_update",
        "Groups",
        "Make a member of a group I own owner, moderator or member",
        takes=shapes.RoleSerializer,
        gives=shapes.MembershipSerializer,
        example={"role": "moderator"},
    )
    def put(self, request: Request, slug: str, handle: str) -> Response:
        group = group_of(self, slug, Action.APPOINT)
        member, role = people.get_person(handle=handle), self.read(shapes.RoleSerializer)["role"]
        place = roles.set_role(actor=self.member, group=group, member=member, role=role, now=self.now)
        return self.give(shapes.MembershipSerializer, place)


class Removal(MemberEndpoint):
    """Taking somebody out."""

    @operation(
        "group_member_remove",
        "Groups",
        "Take a member out of a group I look after",
        takes=shapes.ReasonSerializer,
        gives=shapes.MembershipSerializer,
        example={"reason": "You asked us to."},
    )
    def post(self, request: Request, slug: str, handle: str) -> Response:
        group = group_of(self, slug, Action.MODERATE)
        member, reason = people.get_person(handle=handle), self.read(shapes.ReasonSerializer)["reason"]
        place = roles.remove(actor=self.member, group=group, member=member, reason=reason, now=self.now)
        return self.give(shapes.MembershipSerializer, place)
