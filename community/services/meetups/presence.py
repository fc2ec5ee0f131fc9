"""Who was there, as whoever looks after the group says: it earns, and a tick that is taken back gives that back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Attendance, Meetup
from community.policies import Action
from community.services import access
from community.services.meetups import locking, notifying, refusals
from gamify.services import bulk_record
from gamify.services.record import Fact, Ref
from lib import errors
from lib.moment import Moment
from live.services import topics

SOURCE = "community"
NOTED_FOR = timedelta(days=14)  # after its end
OTHERS = 2  # who must have been there, too, before somebody's word about themself counts
Presence = Attendance.Presence


@transaction.atomic
def note(*, by: User, meetup: Meetup, there: Collection[str], not_there: Collection[str] = (), now: datetime) -> Meetup:
    """Note who of those with a place was there, by public id; whoever is in neither list stays as they were.

    What is said of oneself counts once OTHERS more were there, or somebody else says it.
    Locks: the membership, the meetup. Queries: a fixed number for any number of people.
    Raises: NotFound, NotAllowed by policy; CalledOff; NotBegun; NotedTooLate; Invalid beside `there`.
    Emits: activity `attend` for each that counts, its undo for each that does not any more; the topics of the
    meetup and of the meetups of each whose tick changed.
    """
    moment = Moment(now)
    access.enter(action=Action.MODERATE, group=meetup.group, user=by, now=now)
    held = locking.meetup(meetup.pk)
    _check_open(held, moment())
    rows = _rows(held, Q(user__public_id__in={*there, *not_there}))
    _check_known(rows, there)

    before = _counting(rows)
    changed = [row for row in rows if _tick(row, by, there, not_there)]
    if changed:
        Attendance.objects.bulk_update(changed, ["presence"])
        _settle(held, by, before, _counting(rows), now)
        topics.touch(f"meetup:{held.pk}", *(notifying.topic_of(row.user.public_id) for row in changed))
    return held


def is_open(meetup: Meetup, now: datetime) -> bool:
    """Say whether it can be noted now who was there."""
    return not meetup.is_called_off and meetup.has_begun(now) and now < meetup.ends_at + NOTED_FOR


def taken_away(held: Meetup, *, by: User, now: datetime) -> None:
    """A moderator took the meetup away: what it earned goes back. Inside a transaction; caller holds the meetup."""
    keys = [_key(held, row) for row in _counting(_rows(held))]
    bulk_record.undo_all(keys, source=SOURCE, reason="removed", by=by, now=now)


def brought_back(held: Meetup, *, by: User, now: datetime) -> None:
    """It is there again, with what it had earned. As `taken_away`."""
    keys = [_key(held, row) for row in _counting(_rows(held))]
    bulk_record.redo_all(keys, source=SOURCE, reason="restored", by=by, now=now)


def _check_open(held: Meetup, now: datetime) -> None:
    if not held.is_published:
        raise errors.NotFound(code="community.meetup_not_found")
    if held.is_called_off:
        raise refusals.CalledOff
    if not held.has_begun(now):
        raise refusals.NotBegun
    if not is_open(held, now):
        raise refusals.NotedTooLate


def _check_known(rows: Iterable[Attendance], there: Collection[str]) -> None:
    if set(there) - {row.user.public_id for row in rows if row.user.is_active}:
        raise errors.Invalid(fields={"there": _("Only people who had a place can have been there.")})


def _rows(held: Meetup, also: Q | None = None) -> Sequence[Attendance]:
    """Return the rows of those who were there, and of who is asked for `also`."""
    wanted = ~Q(presence=Presence.UNSAID)
    rows = Attendance.objects.filter(wanted | also if also else wanted, meetup=held, state=Attendance.State.COMING)
    return list(rows.select_related("user").order_by("pk"))


def _tick(row: Attendance, by: User, there: Collection[str], not_there: Collection[str]) -> bool:
    """Write onto the row what `by` says, and return whether that is new."""
    before, who = row.presence, row.user.public_id
    if who in there:
        row.presence = (before or Presence.OWN) if row.user_id == by.pk else Presence.SAID
    elif who in not_there:
        row.presence = Presence.UNSAID
    return row.presence != before


def _counting(rows: Iterable[Attendance]) -> tuple[Attendance, ...]:
    """Return those of whom it counts that they were there."""
    there = [row for row in rows if row.presence]
    return tuple(row for row in there if row.presence == Presence.SAID or len(there) > OTHERS)


def _settle(
    held: Meetup, by: User, before: Collection[Attendance], after: Collection[Attendance], now: datetime
) -> None:
    gone = [_key(held, row) for row in before if row not in after]
    bulk_record.undo_all(gone, source=SOURCE, reason="tick_back", by=by, now=now)
    fresh = [row for row in after if row not in before]
    bulk_record.redo_all([_key(held, row) for row in fresh], source=SOURCE, reason="restored", by=by, now=now)
    bulk_record.activities([_fact(held, row, by) for row in fresh], source=SOURCE, now=now)


def _fact(held: Meetup, row: Attendance, by: User) -> Fact:
    place = Ref("group", str(held.group_id))
    data = {"by": by.public_id, "is_in_person": bool(held.venue)}
    return Fact(row.user, "attend", Ref("meetup", str(held.pk)), _key(held, row), data, place)


def _key(held: Meetup, row: Attendance) -> str:
    return f"attend:{held.public_id}:{row.user.public_id}"
