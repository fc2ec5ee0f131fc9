"""Meetups: the list of a group, planning one, saying that one comes, calling it off."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.groups import group_of
from community.api.moderation import Reports
from community.api.shapes import groups as group_shapes, meetups as shapes, moderation
from community.models import Meetup
from community.policies import Action
from community.selectors import meetup_places, meetups as reads, mentions, standings, streams
from community.services.meetups import attending, planning, refusals
from community.services.meetups.terms import Plan
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend

TAG = "Meetups"
STAGE = "`coming` (also without it) or `over`."
EXAMPLE = {
    "title": "An evening of oolongs",
    "begins_at": "2026-12-05T11:00:00Z",
    "ends_at": "2026-12-05T13:00:00Z",
    "venue": "The corner table",
    "places": 8,
    "body": "Bring a cup that you like.",
}


class OneOf(Endpoint):
    """What every endpoint of one meetup shares."""

    def meetup(self, public_id: str) -> Meetup:
        """Return the meetup if whoever asks may see it. Raises: NotFound."""
        return reads.get(viewer=self.viewer, public_id=public_id)

    def give_meetup(self, meetup: Meetup, status: int = 200) -> Response:
        """Answer with the meetup as it is now. Queries: those of `place_of`, and 1, 2 for members."""
        standing = standings.of(user=self.viewer, group=meetup.group, now=self.now)
        place = meetup_places.place_of(viewer=self.viewer, meetup=meetup, standing=standing, now=self.now)
        return self.give(shapes.FullMeetupSerializer, shapes.Full(mentions.fill([meetup])[0], place), status)


class Meetups(OneOf):
    """Those of a group."""

    @operation(
        "meetup_list",
        TAG,
        "A group's meetups: those ahead, the next first, or those over, the latest first",
        gives=shapes.MeetupPage,
        asks=[AFTER, asked("stage", STAGE, enum=list(reads.STAGES))],
    )
    def get(self, request: Request, slug: str) -> Response:
        group = group_of(self, slug, Action.READ)
        stage = request.query_params.get("stage") or reads.COMING
        page = reads.page(viewer=self.viewer, group=group, stage=stage, after=self.after, now=self.now)
        return self.give_page(shapes.MeetupPage, page.cards, page.next_cursor)

    @operation(
        "meetup_create",
        TAG,
        "Plan a meetup of a group that I look after; everybody in it is told",
        takes=shapes.MeetupPlanSerializer,
        gives=shapes.FullMeetupSerializer,
        status=201,
        example=EXAMPLE,
    )
    def post(self, request: Request, slug: str) -> Response:
        group = group_of(self, slug, Action.READ)
        plan = Plan(**self.read(shapes.MeetupPlanSerializer))
        spend(rate_limits.MEETUP, who=self.member.public_id, now=self.now)
        made = planning.begin(by=self.member, group=group, plan=plan, key=self.key, now=self.now)
        return self.give_meetup(made, 201)


class Found(Endpoint):
    """Those of all groups, by their words."""

    @operation(
        "meetup_search",
        TAG,
        "Meetups of all groups that I may read: those ahead, the next first, or those over, the latest first",
        gives=shapes.MeetupPage,
        asks=[
            AFTER,
            asked("q", "Words that each stand in the title, the place or the text; without any all are found."),
            asked("stage", STAGE, enum=list(reads.STAGES)),
        ],
    )
    def get(self, request: Request) -> Response:
        query, stage = streams.tidy(request.query_params.get("q", "")), request.query_params.get("stage", "")
        page = reads.search(viewer=self.viewer, query=query, stage=stage, after=self.after, now=self.now)
        return self.give_page(shapes.MeetupPage, page.cards, page.next_cursor)


class OneMeetup(OneOf):
    """Reading one, and changing it."""

    @operation("meetup_read", TAG, "A meetup, and my place in it", gives=shapes.FullMeetupSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_meetup(self.meetup(public_id))

    @operation(
        "meetup_update",
        TAG,
        "Change a meetup; who comes is told of another time or place",
        takes=shapes.MeetupEditSerializer,
        gives=shapes.FullMeetupSerializer,
        example=EXAMPLE | {"edition": 1},
        description="409 when somebody changed it since `edition`: `data` then holds the meetup as it is now, "
        "and in `sent` yours.",
    )
    def put(self, request: Request, public_id: str) -> Response:
        meetup = self.meetup(public_id)
        said = self.read(shapes.MeetupEditSerializer)
        edition = said.pop("edition")
        spend(rate_limits.MEETUP, who=self.member.public_id, now=self.now)
        try:
            planning.edit(by=self.member, meetup=meetup, plan=Plan(**said), edition=edition, now=self.now)
        except refusals.Stale as stale:
            stale.data["sent"] = _plain(said) | {"edition": edition}
            raise
        return self.give_meetup(self.meetup(public_id))


class Cancellation(OneOf, MemberEndpoint):
    """Calling one off."""

    @operation(
        "meetup_call_off",
        TAG,
        "Call a meetup off for good, and say why; again changes nothing",
        takes=group_shapes.ReasonSerializer,
        gives=shapes.FullMeetupSerializer,
        example={"reason": "The path has slid away."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        meetup, reason = self.meetup(public_id), self.read(group_shapes.ReasonSerializer)["reason"]
        planning.call_off(by=self.member, meetup=meetup, reason=reason, now=self.now)
        return self.give_meetup(self.meetup(public_id))


class MyPlace(OneOf, MemberEndpoint):
    """My place in one."""

    @operation(
        "meetup_come",
        TAG,
        "Say that I come: a place, or one in the line when all are taken; again changes nothing",
        gives=shapes.FullMeetupSerializer,
    )
    def put(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.ATTEND, who=self.member.public_id, now=self.now)
        attending.come(user=self.member, meetup=self.meetup(public_id), now=self.now)
        return self.give_meetup(self.meetup(public_id))

    @operation(
        "meetup_stay_away",
        TAG,
        "Give my place back, or leave the line; again changes nothing",
        gives=shapes.FullMeetupSerializer,
    )
    def delete(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.ATTEND, who=self.member.public_id, now=self.now)
        attending.stay_away(user=self.member, meetup=self.meetup(public_id), now=self.now)
        return self.give_meetup(self.meetup(public_id))


class Attendees(OneOf):
    """Who comes."""

    @operation(
        "meetup_attendees",
        TAG,
        "Who comes to a meetup, for who may see the members of its group",
        gives=shapes.AttendeePage,
        asks=[AFTER],
    )
    def get(self, request: Request, public_id: str) -> Response:
        meetup = self.meetup(public_id)
        standings.check(user=self.viewer, group=meetup.group, action=Action.SEE_MEMBERS, now=self.now)
        found = meetup_places.people_of(meetup=meetup, after=self.after)
        return self.give_page(shapes.AttendeePage, found.people, found.next_cursor)


class MeetupReports(Reports):
    """Reporting one."""

    @operation(
        "meetup_report",
        "Moderation",
        "Report a meetup to the moderators of its group",
        takes=moderation.ReportDraftSerializer,
        gives=moderation.ReportSerializer,
        status=201,
        also=[200],
        example={"note": "It sells tickets."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        return self.report(reads.get(viewer=self.viewer, public_id=public_id))


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in said.items()}
