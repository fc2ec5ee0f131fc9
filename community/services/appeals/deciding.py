"""Answering an appeal: the decision stands, or it is taken back with all that followed from it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from community import moderation, targets
from community.models import Appeal, Case, ModlogEntry
from community.services import access, cases, modlog, sending
from community.services.appeals import judges, locking, notifying, terms
from lib import errors
from live.services import topics


@transaction.atomic
def decide(*, judge: User, appeal: Appeal, action: str, reason: str, seen: str, now: datetime) -> Appeal:
    """Uphold or overturn the decision, as somebody who had no part in it.

    Overturning takes the existing action that undoes it, so that what was lost comes back exactly; where nothing of the
    decision stands any more, only the record is set right.

    Args: seen: what `locking.token_of` said when the page was opened.
    Locks: the judge's place and what was removed, or the group and the place of who was muted or banned; the case of
        the decision; that of the appeal.
    Raises: NotFound for whoever may not decide; StaleAppeal; Invalid for `action` or `reason`.
    Emits: what the action emits; rows of the modlog; notices `moderation` to the member, `report_outcome` to who
        reported, `appeal_outcome` to who decided first.
    """
    chosen = moderation.get(action)
    held = _hold(judge, appeal)
    appeal = locking.lock(appeal)
    if not judges.may_decide(user=judge, appeal=appeal, now=now):
        raise errors.NotFound(code="community.appeal_not_found")
    locking.check_seen(appeal, seen)
    if chosen not in moderation.for_appeal():
        raise errors.Invalid(fields={"action": moderation.CHOOSE})
    _rule, said = modlog.grounds(chosen, group_id=appeal.case.group_id, rule=None, reason=reason)

    deed = _deed(judge, appeal, held, said, now)
    undo = terms.reversal(appeal.decision, held, now=now) if chosen.key == moderation.overturn.KEY else None
    letters = _take_back(undo, deed, appeal.decision) if undo else []
    chosen.carry_out(deed)
    cases.close(appeal.case, chosen, deed)
    modlog.write(chosen, deed, case=appeal.case)
    topics.touch(*judges.topics_of(appeal))
    sending.send([*letters, *notifying.decided(appeal, chosen, deed, undo=undo)])
    return appeal


def _hold(judge: User, appeal: Appeal) -> terms.Held:
    """Lock what the decision was about, after the judge's own place where that comes first."""
    decision = locking.decision_of(appeal.decision)
    if targets.kind_in(decision) and decision.group is not None:
        access.hold_group(decision.group)
        access.hold(group=decision.group, user=judge)
    held = terms.hold(decision)
    if decision.case_id:
        Case.objects.select_for_update(no_key=True).get(pk=decision.case_id)
    return held


def _deed(judge: User, appeal: Appeal, held: terms.Held, said: str, now: datetime) -> moderation.Deed:
    return moderation.Deed(
        group=appeal.case.group,
        moderator=judge,
        subject=appeal.case.author,
        now=now,
        reason=said,
        target=held.target,
        place=held.place,
        overturns=appeal.decision,
    )


def _take_back(undo: moderation.Action, deed: moderation.Deed, decision: ModlogEntry) -> list[sending.Letter]:
    """Undo the decision, log it, and return letters to those who had reported; its subject gets one for everything."""
    undo.carry_out(deed)
    case = Case.objects.select_related("group").filter(pk=decision.case_id or 0).first()
    modlog.write(undo, deed, case=case)
    if case is None:
        return []
    cases.close(case, undo, deed)
    return cases.to_reporters(case, undo.key, deed)
