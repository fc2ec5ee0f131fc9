"""Who was at a meetup, as those who look after its group say."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.meetups import TAG, OneOf
from community.api.shapes import meetups as shapes
from community.models import Meetup
from community.policies import Action
from community.selectors import meetup_places, standings
from community.services.meetups import presence
from lib.api.describing import AFTER, operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend


class WereThere(OneOf, MemberEndpoint):
    """Who was there."""

    @operation(
        "meetup_were_there",
        TAG,
        "Who is noted to have been at a meetup, for those who look after its group",
        gives=shapes.AttendeePage,
        asks=[AFTER],
    )
    def get(self, request: Request, public_id: str) -> Response:
        meetup = self.meetup(public_id)
        standings.check(user=self.viewer, group=meetup.group, action=Action.MODERATE, now=self.now)
        return self._give(meetup)

    @operation(
        "meetup_note_there",
        TAG,
        "Note who of those with a place was there, from the beginning until two weeks after the end",
        takes=shapes.PresenceSerializer,
        gives=shapes.AttendeePage,
        example={"there": ["enswjtbj1xpc"]},
        description="It earns them points once, and a tick that is taken back gives them back. Who is in neither list "
        "stays as they were; again changes nothing. Your own counts once two more were there, or when another "
        "moderator notes it.",
    )
    def put(self, request: Request, public_id: str) -> Response:
        meetup, said = self.meetup(public_id), self.read(shapes.PresenceSerializer)
        spend(rate_limits.ATTEND, who=self.member.public_id, now=self.now)
        presence.note(by=self.member, meetup=meetup, now=self.now, **said)
        return self._give(meetup)

    def _give(self, meetup: Meetup) -> Response:
        found = meetup_places.were_there(meetup=meetup, after=self.after)
        return self.give_page(shapes.AttendeePage, found.people, found.next_cursor)
