"""What others hear of a meetup: lines in inboxes, live topics. In its transaction.

What is sent returns the topics that the caller must touch, late and all at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from community.models import Attendance, Meetup
from community.services.meetups import telling


def topics_of(held: Meetup) -> tuple[str, str]:
    """Return the topics of its page and of the lists of its group."""
    return f"meetup:{held.pk}", f"group:{held.group_id}:meetups"


def topic_of(public_id: str) -> str:
    """Return the topic of a member's own meetups."""
    return telling.topic_of(public_id)


def begun(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """Everybody in the group may come, and hears of it; whoever began it does not."""
    return telling.begin(held, "new", now=now)


def changed(held: Meetup, *, by: User, now: datetime) -> tuple[str, ...]:
    """Time or place is another: those who come or wait plan anew."""
    return telling.begin(held, "moved", key=str(held.edition), by=by, now=now)


def called_off(held: Meetup, *, by: User, now: datetime) -> tuple[str, ...]:
    """Nobody meets: those who wanted to come hear why."""
    return telling.begin(held, "called_off", by=by, now=now)


def taken_away(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """Moderators took it away, so nobody finds it any more: those who wanted to come hear that, and no word of it."""
    return telling.begin(held, "taken_away", key=now.isoformat(), now=now)


def withdrawn(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """It went with the account that began it, words and all: those who wanted to come hear that nobody meets."""
    return telling.begin(held, "withdrawn", now=now)


def brought_back(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """It is there again, with everybody who comes."""
    return telling.begin(held, "brought_back", key=now.isoformat(), now=now)


def back_in_line(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """It is there again, and these wait as before."""
    return telling.begin(held, "back_in_line", key=now.isoformat(), now=now)


def let_in(held: Meetup, rows: Iterable[Attendance], *, now: datetime) -> tuple[str, ...]:
    """A place came free for these."""
    people = [(row.user_id, row.user.public_id) for row in rows]
    return telling.tell(held, "free", people, key=now.isoformat(), now=now)


def remind(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """It is soon."""
    return telling.begin(held, "soon", key=held.begins_at.isoformat(), now=now)
