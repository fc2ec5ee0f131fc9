"""Groups: finding, founding, changing, joining and leaving them."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.shapes import groups as shapes
from community.models import Group
from community.policies import Action
from community.selectors import groups as reads, standings
from community.services import groups, memberships
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend

EXAMPLE = {
    "names": {"en": "Tea table", "zh-hans": "茶桌"},
    "taglines": {"en": "Slow leaves, long talks."},
    "mood": "calm",
    "visibility": "public",
    "join_policy": "open",
    "rules": [{"titles": {"en": "Be kind."}}],
}


def group_of(endpoint: Endpoint, slug: str, action: Action = Action.KNOW) -> Group:
    """Return the group if whoever asks may take `action` in it; raises as `standings.access_group`."""
    return standings.access_group(user=endpoint.viewer, slug=slug, now=endpoint.now, action=action)[0]


class Groups(Endpoint):
    """The directory."""

    @operation(
        "group_list",
        "Groups",
        "Groups one may know of, largest first",
        gives=shapes.GroupCardPage,
        asks=[
            AFTER,
            asked("q", "Part of a name or tagline."),
            asked("mine", "Only those I am in.", bool),
            asked("door", "`open`, `request` or `invite`."),
        ],
    )
    def get(self, request: Request) -> Response:
        given = request.query_params
        found = reads.directory(
            viewer=self.viewer,
            query=given.get("q", "").strip(),
            mine=given.get("mine", "").lower() in ("1", "true"),
            door=given.get("door", ""),
            after=self.after,
        )
        return self.give_page(shapes.GroupCardPage, found.groups, found.next_cursor)

    @operation(
        "group_create",
        "Groups",
        "Found a group",
        takes=shapes.GroupDraftSerializer,
        gives=shapes.GroupSerializer,
        status=201,
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        made = groups.create(actor=self.member, draft=_draft(self.read(shapes.GroupDraftSerializer)), now=self.now)
        return _give(self, made, status=201)


class OneGroup(Endpoint):
    """A group."""

    @operation("group_read", "Groups", "A group's front", gives=shapes.GroupSerializer)
    def get(self, request: Request, slug: str) -> Response:
        return _give(self, group_of(self, slug))

    @operation(
        "group_update",
        "Groups",
        "Change a group I own",
        takes=shapes.GroupDraftSerializer,
        gives=shapes.GroupSerializer,
        example=EXAMPLE,
    )
    def put(self, request: Request, slug: str) -> Response:
        group = group_of(self, slug)
        draft = _draft(self.read(shapes.GroupDraftSerializer))
        return _give(self, groups.edit(actor=self.member, group=group, draft=draft, now=self.now))


class Archive(MemberEndpoint):
    """Whether a group takes anything new."""

    @operation(
        "group_archive",
        "Groups",
        "Close a group I own to everything new, or open it again",
        takes=shapes.ArchivedSerializer,
        gives=shapes.GroupSerializer,
        example={"is_archived": True},
    )
    def put(self, request: Request, slug: str) -> Response:
        group = group_of(self, slug)
        is_archived = self.read(shapes.ArchivedSerializer)["is_archived"]
        return _give(self, groups.archive(actor=self.member, group=group, is_archived=is_archived, now=self.now))


class Membership(MemberEndpoint):
    """My place in a group."""

    @operation(
        "group_join",
        "Groups",
        "Join, or ask to",
        takes=shapes.JoinAnswerSerializer,
        gives=shapes.MembershipSerializer,
        example={"answer": "I drink tea."},
    )
    def put(self, request: Request, slug: str) -> Response:
        group = group_of(self, slug)
        answer = self.read(shapes.JoinAnswerSerializer)["answer"]
        spend(rate_limits.JOIN, who=self.member.public_id, now=self.now)
        place = memberships.join(actor=self.member, group=group, answer=answer, now=self.now)
        return self.give(shapes.MembershipSerializer, place)

    @operation("group_leave", "Groups", "Leave, take back a request, or decline an invitation", status=204)
    def delete(self, request: Request, slug: str) -> Response:
        memberships.leave(actor=self.member, group=group_of(self, slug), now=self.now)
        return Response(status=204)


def _give(endpoint: Endpoint, group: Group, status: int = 200) -> Response:
    standing = standings.of(user=endpoint.viewer, group=group, now=endpoint.now)
    front = reads.front(group=group, viewer=endpoint.viewer, standing=standing, now=endpoint.now)
    return endpoint.give(shapes.GroupSerializer, front, status)


def _draft(values: dict[str, Any]) -> groups.Draft:
    rules = tuple(groups.Rule(**rule) for rule in values.pop("rules", ()))
    return groups.Draft(**values, rules=rules)
