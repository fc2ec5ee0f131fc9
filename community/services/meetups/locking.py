"""Taking a meetup for a change. Every writer takes the group, if it is to change, then the place of the member in it,
then the meetup, several of them in the order of their ids, and only then the rows of who comes."""

from __future__ import annotations

from datetime import datetime

from community.models import Meetup
from community.services.meetups import refusals
from lib import errors
from lib.records import Records

_ROWS = Records(Meetup, beside=("group", "author"))


def meetup(pk: int) -> Meetup:
    """Return the meetup with its group and author, locked. Inside a transaction only. Queries: 1."""
    return _ROWS.held_by_key(pk)


def changeable(pk: int, *, now: datetime) -> Meetup:
    """Return it as `meetup` does. Raises: NotFound; CalledOff; IsOver."""
    held = meetup(pk)
    if not held.is_published:
        raise errors.NotFound(code="community.meetup_not_found")
    if held.is_called_off:
        raise refusals.CalledOff
    if held.is_over(now):
        raise refusals.IsOver
    return held
