"""Taking away everything that somebody wrote, by the staff: for spam that stands in many groups at once."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from django.db import transaction

from accounts.models import User
from accounts.services import member_care
from community import moderation, targets
from community.models import Case, Comment, Post
from community.selectors import standings
from community.services import access, cases, judging, modlog, reports, sending, waiting
from community.services.appeals import settling
from lib import clean
from live.services import topics

AT_ONCE = 200
State = Post.State
THERE = (State.PUBLISHED, State.HELD)
Written = Post | Comment


def left_of(*, person: User) -> int:
    """Return how many posts and comments of this person are there to be read, or wait for approval. Queries: 2."""
    return sum(kind.objects.filter(author=person, state__in=THERE).count() for kind in (Post, Comment))


def sweep(*, by: User, person: User, reason: str, now: datetime) -> int:
    """Remove the posts and comments of `person`, the newest first, at most AT_ONCE; return how many it were.

    Each by itself and as a moderator would: points go back, the group's log says so, an open case is closed with it and
    its reporters are told, the author reads why and may appeal. Again removes what is left.

    Locks: each time the group, what is removed, its case.
    Raises: NotAllowed; accounts OfStaff; BrandStaffMayNot; Invalid beside `reason`.
    """
    member_care.require_help(by=by, person=person)
    standings.check_independent(by)
    said = clean.block(reason, field="reason", most=member_care.REASON_LENGTH, least=3)
    rows = chain.from_iterable(
        kind.objects.filter(author=person, state__in=THERE).order_by("-pk")[:AT_ONCE] for kind in (Post, Comment)
    )
    done = sum(_remove(by, row, said, now) for row in list(rows)[:AT_ONCE])
    if done:
        member_care.note(by=by, person=person, deed=member_care.SWEPT, reason=f"{said} ({done})")
    return done


@transaction.atomic
def _remove(by: User, row: Written, reason: str, now: datetime) -> bool:
    group = row.group if isinstance(row, Post) else row.post.group
    if isinstance(row, Post):
        access.hold_group(group)
    target = reports.lock(row)
    if target.standing not in THERE:
        return False
    chosen = moderation.get("remove")
    case = _open_case(row)
    deed = moderation.Deed(
        group=group, moderator=by, subject=row.author, now=now, reason=reason, target=target, is_for_group=True
    )
    chosen.carry_out(deed)
    letters: list[sending.Letter] = []
    if case is not None:
        cases.close(case, chosen, deed)
        waiting.done(case, now=now)
        topics.touch(*judging.queues_of(case))
        letters = cases.to_reporters(case, chosen.key, deed)
    settling.settle(undo=chosen, deed=deed)
    _entry, letter = modlog.write(chosen, deed, case=case)
    sending.send([*letter, *letters])
    return True


def _open_case(row: Written) -> Case | None:
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("group")
    return rows.filter(**targets.columns(row), state=Case.State.OPEN).first()
