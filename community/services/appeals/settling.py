"""Closing appeals that need no decision any more, and bringing to the staff what a group does not answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from community import moderation, targets
from community.models import Appeal, Case
from community.services import sending
from community.services.appeals import judges, locking, notifying
from live.services import topics


def settle(*, undo: moderation.Action, deed: moderation.Deed) -> None:
    """Close the open appeals against what `undo` has just taken back in another way; its letter says so.

    Inside a transaction; the caller holds what it is about. Queries: 1 when there are none.
    """
    undone = [each.key for each in moderation.every() if each.undone_by == undo.key]
    if not undone:
        return
    about: dict[str, Any] = targets.columns(deed.target) or {"subject": deed.subject}
    decision = {f"appeal__decision__{name}": value for name, value in about.items()}
    rows = _open_cases().filter(appeal__decision__action__in=undone, group=deed.group, **decision)
    for case in rows.order_by("pk"):
        _close(case, by=deed.moderator, now=deed.now)


def tend(*, now: datetime) -> int:
    """Settle the appeals of erased accounts; bring to the staff what is late or has nobody left in its group.

    Who closed their account may come back until it is erased: theirs waits on. Each appeal is a transaction of its own.
    Returns how many were changed.
    """
    waiting = Q(case__author__erased_at__isnull=False) | Q(is_for_staff=False)
    rows = Appeal.objects.filter(waiting, case__kind=Case.Kind.APPEAL, case__state=Case.State.OPEN)
    return sum(_tend_one(appeal, now) for appeal in rows.order_by("pk"))


@transaction.atomic
def _tend_one(found: Appeal, now: datetime) -> bool:
    appeal = locking.lock(found)
    if not appeal.case.is_open:
        return False
    if appeal.case.author.erased_at is not None:
        _close(appeal.case, by=None, now=now)
        return True
    if appeal.is_for_staff or not (appeal.due_at <= now or judges.needs_staff(appeal.decision)):
        return False
    appeal.is_for_staff = True
    appeal.save(update_fields=["is_for_staff"])
    topics.touch(*judges.topics_of(appeal))
    sending.send(notifying.opened(appeal, now=now))
    return True


def _open_cases() -> Any:
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("author", "appeal")
    return rows.filter(kind=Case.Kind.APPEAL, state=Case.State.OPEN)


def _close(case: Case, *, by: User | None, now: datetime) -> None:
    case.state, case.version = Case.State.SETTLED, case.version + 1
    case.decided_at, case.decided_by = now, by
    case.save(update_fields=["state", "version", "decided_at", "decided_by"])
    topics.touch(*judges.topics_of(case.appeal))
