"""When and where the demo's groups meet, planned and answered through the services with the clock set to each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from community.models import Group, Meetup
from community.services.meetups import attending, planning, presence
from community.services.meetups.terms import Plan
from demo import content
from lib.clock import time_zone

DAY = timedelta(days=1)
PAUSE = timedelta(hours=5)  # from one who says yes to the next
Wanted = Mapping[str, Any]


@dataclass
class Gatherings:
    """The meetups while they are lived through."""

    users: Mapping[str, User]
    groups: Mapping[str, Group]
    now: datetime

    @transaction.atomic
    def live(self) -> None:
        """Plan each, let people answer, call off what is, and note who was there."""
        for number, wanted in enumerate(content.meetups()):
            self._answer(wanted, self._plan(wanted, f"meetup-{number}"))

    def _plan(self, wanted: Wanted, key: str) -> Meetup:
        by, begins = self.users[wanted["by"]], self._begins(wanted)
        plan = Plan(
            title=wanted["title"],
            body=wanted["body"],
            venue=wanted.get("venue", ""),
            link=wanted.get("link", ""),
            begins_at=begins,
            ends_at=begins + timedelta(hours=wanted["hours"]),
            places=wanted.get("places"),
        )
        at = self._at(wanted)
        return planning.begin(by=by, group=self.groups[wanted["group"]], plan=plan, key=key, now=at)

    def _answer(self, wanted: Wanted, made: Meetup) -> None:
        at = self._at(wanted)
        for who in wanted["come"]:
            at += PAUSE
            attending.come(user=self.users[who], meetup=made, now=at)
        for who in wanted.get("away", ()):
            attending.stay_away(user=self.users[who], meetup=made, now=at + PAUSE)
        if "off" in wanted:
            by, at = self.users[wanted["by"]], self.now - wanted["off"] * DAY
            planning.call_off(by=by, meetup=made, reason=wanted["reason"], now=at)

        if "there" in wanted:
            there = [self.users[who].public_id for who in wanted["there"]]
            presence.note(by=self.users[wanted["by"]], meetup=made, there=there, now=made.ends_at + PAUSE)

    def _begins(self, wanted: Wanted) -> datetime:
        zone = time_zone(self.users[wanted["by"]].time_zone)
        day = (self.now + wanted["day"] * DAY).astimezone(zone).date()
        return datetime.combine(day, time.fromisoformat(wanted["at"]), zone)

    def _at(self, wanted: Wanted) -> datetime:
        return self.now - wanted["planned"] * DAY
