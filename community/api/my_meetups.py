"""My meetups, in all my groups."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community.api.meetups import TAG
from community.api.shapes import meetups as shapes
from community.selectors import my_meetups as reads
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint

STAGE = "`coming` (also without it): I come to; `waiting`: I wait for a place; `over`: I had a place."


class MyMeetups(MemberEndpoint):
    """Those that I come to, wait for, or had a place in."""

    @operation(
        "meetup_mine",
        TAG,
        "My meetups in all groups: those ahead, the next first, or those over, the latest first",
        gives=shapes.MeetupPage,
        asks=[AFTER, asked("stage", STAGE, enum=list(reads.STAGES))],
    )
    def get(self, request: Request) -> Response:
        stage = request.query_params.get("stage") or reads.COMING
        page = reads.page(viewer=self.member, stage=stage, after=self.after, now=self.now)
        return self.give_page(shapes.MeetupPage, page.cards, page.next_cursor)
