"""One decision for all that one person is reported for in a group: a wave of spam, or of false reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from community.models import Case
from community.services import cases
from lib import errors


def decide(
    *,
    moderator: User,
    like: Case,
    others: Sequence[tuple[int, str]],
    action: str,
    rule: int | None,
    reason: str,
    now: datetime,
) -> tuple[Case, ...]:
    """Take the decision that was taken about `like` in other open cases about the same person's words in its group.

    Each is a transaction of its own, as if decided by itself. What has changed since it was shown waits on.

    Args: others: the cases by their pk, each with its token, as `cases.decide` takes it.
    Returns: those that were decided.
    """
    seen = dict(others)
    rows = Case.objects.filter(pk__in=seen, kind=like.kind, group=like.group, author=like.author)
    done = []
    for case in rows.filter(state=Case.State.OPEN).exclude(pk=like.pk).order_by("pk"):
        try:
            done.append(
                cases.decide(
                    moderator=moderator, case=case, action=action, rule=rule, reason=reason, seen=seen[case.pk], now=now
                )
            )
        except (cases.StaleCase, errors.NotFound):
            continue
    return tuple(done)
