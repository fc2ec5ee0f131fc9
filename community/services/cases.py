"""Deciding what was reported."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import moderation, targets
from community.models import Case, Report
from community.services import access, judging, modlog, reports, sending, waiting
from community.services.appeals import settling
from community.targets import Target
from inbox.services import notifications
from lib import errors
from live.services import topics


class OwnCase(errors.NotAllowed):
    """Another moderator of the group must decide."""

    code = "community.own_case"
    message = _("This is about something you wrote. Another moderator decides about it.")


class StaleCase(errors.Conflict):
    """The case was decided, or its text changed, since the page was opened."""

    code = "community.case_changed"
    message = _("This case has changed since you opened it. Please look again before you decide.")


@transaction.atomic
def decide(
    *, moderator: User, case: Case, action: str, rule: int | None, reason: str, seen: str, now: datetime
) -> Case:
    """Take `action` (remove, keep, close, restore; strike, reinstate for votes) on a case as whoever may judge it.

    Args:
        seen: what `token_of` said when the page was opened.

    Locks: the group for a post, the moderator's membership, what is judged, the case.
    Raises: NotFound, NotAllowed by policy; OwnCase; BrandStaffMayNot; StaleCase; Invalid for `action`, `rule` or
        `reason`.
    Emits: what the action emits; a modlog row; notices `moderation` to the author and `report_outcome` to reporters.
    """
    chosen = moderation.get(action)
    if case.post_id and case.group is not None:
        access.hold_group(case.group)
    is_for_group = judging.enter(user=moderator, case=case, now=now)
    if case.author_id == moderator.pk:
        raise OwnCase
    target = reports.lock(target_of(case))
    case = Case.objects.select_for_update(of=("self",), no_key=True).select_related("group").get(pk=case.pk)
    if seen != token_of(case, target) or chosen not in choices(case, target):
        raise StaleCase()
    cited, said = modlog.grounds(chosen, group_id=case.group_id, rule=rule, reason=reason)

    deed = moderation.Deed(
        group=case.group,
        moderator=moderator,
        subject=target.author,
        now=now,
        rule=cited,
        reason=said,
        target=target,
        is_for_group=is_for_group,
    )
    chosen.carry_out(deed)
    close(case, chosen, deed)
    settling.settle(undo=chosen, deed=deed)
    _entry, letters = modlog.write(chosen, deed, case=case)
    topics.touch(*judging.queues_of(case))
    waiting.done(case, now=now)
    sending.send([*letters, *to_reporters(case, _outcome(case, chosen), deed)])
    return case


def choices(case: Case, target: Target) -> tuple[moderation.Action, ...]:
    """Return what can be decided about `case` as it and its `target` are now.

    What was kept is judged again in a newer case, if there is one, and not at all where an appeal brought it back.
    Queries: none, 1 for what was kept.
    """
    fitting = moderation.for_case(case, target)
    if case.state != Case.State.KEPT or not fitting:
        return fitting
    newer = Q(**targets.columns(target), state=Case.State.OPEN)
    overturned = Q(appeal__decision__case=case, state=Case.State.OVERTURNED)
    return () if Case.objects.filter(newer | overturned).exists() else fitting


def _outcome(case: Case, chosen: moderation.Action) -> str:
    """Return which sentence those who reported it are told."""
    if chosen.decides != Case.State.SETTLED:
        return chosen.key
    return "over" if targets.is_vote(case) else "gone"


def target_of(case: Case) -> Target:
    """Return what a case is about."""
    target = targets.target_in(case)
    assert target is not None
    return target


def token_of(case: Case, target: Target) -> str:
    """Return what changes when the case is decided or its text is edited, removed or deleted."""
    edited = target.edited_at.isoformat() if target.edited_at else ""
    return f"{case.version}.{target.standing}.{edited}"


def close(case: Case, action: moderation.Action, deed: moderation.Deed) -> None:
    """Write how `case` was decided. Caller holds it."""
    assert action.decides is not None
    case.state = action.decides
    case.version += 1
    case.decided_at, case.decided_by = deed.now, deed.moderator
    case.rule, case.reason = deed.rule, deed.reason
    case.save(update_fields=["state", "version", "decided_at", "decided_by", "rule", "reason"])


def to_reporters(case: Case, outcome: str, deed: moderation.Deed) -> list[sending.Letter]:
    """Return a letter for each reporter but the one who decided; it names nobody."""
    rows = Report.objects.filter(case=case).exclude(reporter=deed.moderator).select_related("reporter")
    names = case.group.names if case.group else {}
    blank = partial(
        notifications.send,
        kind="report_outcome",
        data={"group": names, "what": targets.kind_of(deed.target), "outcome": outcome},
        now=deed.now,
    )
    made = []
    for row in rows:
        key, url = f"report:{row.pk}:{case.version}", reverse("community:report-detail", args=[row.pk])
        made.append(sending.Letter(row.reporter, partial(blank, recipient=row.reporter, key=key, url=url)))
    return made
