"""The places of a meetup. Caller holds the meetup; the statement guards them even from one who does not."""

from __future__ import annotations

from community.models import Attendance, Meetup
from lib import sql

State = Attendance.State
_TABLE = Meetup._meta.db_table
# Without it the database itself refuses (`meetup_never_overfull`).
_IF_FREE = "AND (places IS NULL OR coming + %s <= places)"


def claim(held: Meetup, many: int = 1) -> bool:
    """Take `many` places, all or none, and say whether they were free. Queries: 1."""
    statement = f"UPDATE {_TABLE} SET coming = coming + %s WHERE id = %s {_IF_FREE}"  # noqa: S608 (constants)
    parameters = [many, held.pk, many][: statement.count("%s")]
    if not sql.run(statement, parameters):
        return False
    held.coming += many
    return True


def release(held: Meetup) -> None:
    """Give one place back. Queries: 1."""
    sql.run(f"UPDATE {_TABLE} SET coming = coming - 1 WHERE id = %s AND coming > 0", [held.pk])  # noqa: S608 (constants)
    held.coming -= 1


def let_in(held: Meetup) -> tuple[Attendance, ...]:
    """Give the places that are free to those who wait, who asked first first; return who has one now.

    Queries: 1, none without a free place; 2 more when somebody is let in.
    """
    if held.free is not None and held.free <= 0:
        return ()
    waiting = Attendance.objects.filter(meetup=held, state=State.WAITING, user__is_active=True)
    first = tuple(waiting.select_related("user").order_by("asked_at", "pk")[: held.free])
    if not first or not claim(held, len(first)):
        return ()
    Attendance.objects.filter(pk__in=[row.pk for row in first]).update(state=State.COMING)
    return first
