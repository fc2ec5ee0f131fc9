"""What others hear of a meetup: lines in inboxes, live topics. In its transaction.

What is sent returns the topics that the caller must touch, late and all at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from community import paths
from community.models import Attendance, Meetup, Membership
from inbox.services import notifications
from inbox.services.notifications import Line

NEW, OWN = "meetup_new", "meetup"  # one of a group of mine; one that I come to
BATCH = 5_000
State = Attendance.State


def topics_of(held: Meetup) -> tuple[str, str]:
    """Return the topics of its page and of the lists of its group."""
    return f"meetup:{held.pk}", f"group:{held.group_id}:meetups"


def topic_of(public_id: str) -> str:
    """Return the topic of a member's own meetups."""
    return f"member:{public_id}:meetups"


def begun(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """Everybody in the group may come, and hears of it; whoever began it does not."""
    inside = Membership.objects.filter(group=held.group_id, state=Membership.State.ACTIVE, user__is_active=True)
    people = inside.exclude(user=held.author_id).order_by("user_id").values_list("user_id", "user__public_id")
    return _send(people, held, NEW, "new", now)


def changed(held: Meetup, *, by: User, now: datetime) -> tuple[str, ...]:
    """Time or place is another: those who come or wait plan anew."""
    return _send(_in(held, by), held, OWN, "moved", now, key=str(held.edition))


def called_off(held: Meetup, *, by: User, now: datetime) -> tuple[str, ...]:
    """Nobody meets: those who wanted to come hear why."""
    return _send(_in(held, by), held, OWN, "called_off", now, reason=held.reason)


def taken_away(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """Moderators took it away, so nobody finds it any more: those who wanted to come hear that, and no word of it."""
    url = paths.of_meetups(held.group)
    return _send(_in(held), held, OWN, "taken_away", now, key=now.isoformat(), url=url, title="")


def withdrawn(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """It went with the account that began it, words and all: those who wanted to come hear that nobody meets."""
    return _send(_in(held), held, OWN, "withdrawn", now, url=paths.of_meetups(held.group), title="")


def brought_back(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """It is there again, with everybody who comes."""
    return _send(_in(held, states=(State.COMING,)), held, OWN, "brought_back", now, key=now.isoformat())


def back_in_line(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """It is there again, and these wait as before."""
    return _send(_in(held, states=(State.WAITING,)), held, OWN, "back_in_line", now, key=now.isoformat())


def let_in(held: Meetup, rows: Iterable[Attendance], *, now: datetime) -> tuple[str, ...]:
    """A place came free for these."""
    return _send(((row.user_id, row.user.public_id) for row in rows), held, OWN, "free", now, key=now.isoformat())


def remind(held: Meetup, *, now: datetime) -> tuple[str, ...]:
    """It is soon."""
    return _send(_in(held, states=(State.COMING,)), held, OWN, "soon", now, key=held.begins_at.isoformat())


def _in(
    held: Meetup, but: User | None = None, states: Iterable[str] = (State.COMING, State.WAITING)
) -> Iterable[tuple[int, str]]:
    rows = Attendance.objects.filter(meetup=held, state__in=list(states), user__is_active=True)
    if but is not None:
        rows = rows.exclude(user=but)
    return rows.order_by("user_id").values_list("user_id", "user__public_id")


def _send(
    people: Iterable[tuple[int, str]],
    held: Meetup,
    kind: str,
    what: str,
    now: datetime,
    key: str = "",
    url: str = "",
    **said: Any,
) -> tuple[str, ...]:
    data = {
        "what": what,
        "title": held.title,
        "group": held.group.names,
        "begins_at": held.begins_at.isoformat(),
    } | said
    name, told = f"{kind}:{what}:{held.public_id}:{key}", list(people)
    url = url or paths.of_meetup(held)
    raised: list[str] = []
    for start in range(0, len(told), BATCH):
        lines = [Line(pk, public_id, kind, name, url, data, now) for pk, public_id in told[start : start + BATCH]]
        raised += notifications.send_many(lines=lines)
    if kind == OWN:
        raised += (topic_of(public_id) for _pk, public_id in told)
    return tuple(raised)
