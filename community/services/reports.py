"""Telling the moderators of a group about what somebody wrote there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import targets
from community.models import (
    Allowance,
    Argument,
    Case,
    GroupRule,
    MakingUpdate,
    Meetup,
    Post,
    Proposal,
    Report,
    Support,
)
from community.policies import Action
from community.services import access, comments, filing, judging, modlog, posts, sending, waiting
from community.services.meetups import locking as meetups
from community.services.proposals import invalidating as supports, removing
from community.services.rounds import invalidating as ballots
from community.targets import Target
from lib import clean, errors
from live.services import topics

NOTE_LIMIT = 500


@dataclass(frozen=True)
class Reported:
    """A report; `is_new` is False when this member had said so before."""

    report: Report
    is_new: bool


class OwnContent(errors.NotAllowed):
    """Nobody reports or judges what they wrote themselves."""

    code = "community.own_content"
    message = _("You wrote this yourself. You can edit or delete it.")


@transaction.atomic
def report(*, reporter: User, target: Target, rule: int | None, note: str, now: datetime) -> Reported:
    """Report `target` under a rule of its group, once for each member and text; the first report opens its case.

    Args:
        rule: the rule's number; None says "something else" and needs a note.

    Locks: the reporter's membership, the post, the comment.
    Raises: NotFound for what one may not read or what is gone; OwnContent; Invalid for `rule` or `note`.
    Emits: topic of the group's queue; notice `case_opened` to its moderators.
    """
    group = target.group
    if group is None or isinstance(target, Support | Allowance):
        raise errors.NotFound(code="community.post_not_found")
    access.enter(action=Action.REPORT, group=group, user=reporter, now=now)
    if target.author_id == reporter.pk:
        raise OwnContent()
    said = clean.block(note, field="note", most=NOTE_LIMIT, least=0 if rule else 1)
    cited = modlog.find_rule(group_id=group.pk, number=rule)
    target = lock(target)
    _check_there(target)

    return _file(reporter, target, cited, said, now)


@transaction.atomic
def look_into(*, by: User, target: Support | Allowance, note: str, now: datetime) -> Reported:
    """Open a case about a support or a ballot that stands out, as who may judge it; nothing is decided by that.

    Args: note: what stands out. Locks: the proposal or vote, the support or ballot.
    Raises: NotFound, NotAllowed; OwnContent; Conflict when nothing of it counts; Invalid for `note`.
    Emits: as `report`.
    """
    said = clean.block(note, field="note", most=NOTE_LIMIT, least=3)
    judging.check(user=by, target=target)
    if target.author_id == by.pk:
        raise OwnContent(_("Somebody else looks into what you support and vote for."))
    held = lock(target)
    if not held.is_published:
        raise errors.Conflict(_("Nothing of theirs counts here."), code="community.no_vote_to_strike")
    return _file(by, held, None, said, now)


def _file(reporter: User, target: Target, cited: GroupRule | None, said: str, now: datetime) -> Reported:
    """Add a report to the target's open case, or to a new one. Caller holds the target."""
    earlier = _earlier(reporter, target, cited)
    if earlier is not None:
        return Reported(earlier, is_new=False)
    case, is_fresh = filing.open_case(target, now=now)
    made = Report.objects.create(case=case, reporter=reporter, rule=cited, note=said, created_at=now)
    Case.objects.filter(pk=case.pk).update(report_count=F("report_count") + 1)
    topics.touch(*judging.queues_of(case))
    if is_fresh:
        sending.send(waiting.tell(case, reporter, now=now))
    return Reported(made, is_new=True)


def lock(target: Target) -> Target:
    """Lock the post or proposal, then what stands under it: the order of every writer. Inside a transaction only."""
    if isinstance(target, Proposal | Argument | MakingUpdate):
        return removing.lock(target)
    if isinstance(target, Meetup):
        return meetups.meetup(target.pk)
    if isinstance(target, Support):
        return supports.lock(target)
    if isinstance(target, Allowance):
        return ballots.lock(target)
    if isinstance(target, Post):
        return posts.lock(target.pk)
    post = posts.lock(target.post_id)
    comment = comments.lock(target.pk)
    comment.post = post
    return comment


def _check_there(target: Target) -> None:
    if not (target.is_published and targets.root_of(target).is_published):
        raise errors.NotFound(_("This is no longer there."), code="community.post_not_found")


def _earlier(reporter: User, target: Target, rule: GroupRule | None) -> Report | None:
    """Return this member's report in the open case, or one under the same rule that was judged on this very text."""
    rows = Report.objects.filter(
        reporter=reporter, **{f"case__{name}": it for name, it in targets.columns(target).items()}
    )
    for row in rows.select_related("case").order_by("-pk"):
        decided = row.case.decided_at
        if decided is not None and (targets.is_vote(row.case) or row.case.state == Case.State.SETTLED):
            return None  # new signs are a new matter, and what was gone and came back was never judged
        is_same_text = target.edited_at is None or (decided is not None and target.edited_at <= decided)
        if decided is None or (is_same_text and row.rule_id == (rule.pk if rule else None)):
            return row
    return None
