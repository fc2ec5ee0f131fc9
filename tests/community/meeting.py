"""Meetups for tests: `meetup()` is one in a week, in a group of its own."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from community.models import Group, Meetup, Membership
from community.services.meetups import planning
from community.services.meetups.terms import Plan
from tests.community import cast
from tests.community.cast import NOON

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
LATER = NOON + WEEK
_numbers = itertools.count(1)


def plan(*, now: datetime = NOON, **changes: Any) -> Plan:
    given: dict[str, Any] = {"title": "Evening tea", "venue": "The corner table"}
    given |= {"begins_at": now + WEEK, "ends_at": now + WEEK + HOUR}
    return Plan(**given | changes)


def meetup(place: Group | None = None, *, now: datetime = NOON, **changes: Any) -> Meetup:
    place = place or cast.group(member_count=9)
    leading = Membership.objects.leading().filter(group=place).select_related("user").first()
    by = leading.user if leading else cast.member(place, role="moderator")
    return planning.begin(by=by, group=place, plan=plan(now=now, **changes), key=f"meetup-{next(_numbers)}", now=now)
