"""Which decisions can be appealed, until when, and what of a decision still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import moderation, targets
from community.models import Membership, ModlogEntry, Post
from community.services import membership_changes, reports
from community.targets import Target
from lib import errors

MAY_APPEAL = timedelta(days=30)
ANSWERED_WITHIN = timedelta(days=7)
TEXT_LIMIT = 2000


class TooLate(errors.Conflict):
    """A decision can be appealed for thirty days."""

    code = "community.appeal_too_late"
    message = _("A decision can be appealed for 30 days. They are over.")


class TakenBack(errors.Conflict):
    """There is nothing left to appeal against."""

    code = "community.appeal_not_needed"
    message = _("This decision was taken back, or a later one has taken its place.")


@dataclass(frozen=True)
class Held:
    """What a decision was about, locked: a text, or somebody's place in the group."""

    target: Target | None = None
    place: Membership | None = None


def is_appealable(decision: ModlogEntry) -> bool:
    """Say whether decisions of this kind can be appealed at all. Queries: none."""
    action = moderation.find(decision.action)
    return decision.group_id is not None and action is not None and bool(action.undone_by)


def check_own(*, member: User, decision: ModlogEntry) -> None:
    """Refuse decisions about others, and those that are contested in another way. Queries: none. Raises: NotFound."""
    if decision.subject_id != member.pk or not is_appealable(decision):
        raise errors.NotFound(code="community.decision_not_found")


def check(*, decision: ModlogEntry, now: datetime) -> None:
    """Refuse an appeal that comes too late or for nothing. Queries: 1. Raises: TooLate, TakenBack."""
    if now >= decision.at + MAY_APPEAL:
        raise TooLate()
    if not is_latest(decision):
        raise TakenBack()


def is_latest(decision: ModlogEntry) -> bool:
    """Say whether nothing was decided since about the same. Queries: 1."""
    undone_by = moderation.get(decision.action).undone_by
    about: dict[str, Any] = targets.columns(targets.target_in(decision)) or {"subject": decision.subject_id}
    since = ModlogEntry.objects.filter(group=decision.group_id, action__in=(decision.action, undone_by), **about)
    return not since.filter(pk__gt=decision.pk).exists()


def hold(decision: ModlogEntry) -> Held:
    """Lock what the decision was about, in the order of every writer. Inside a transaction only."""
    target = targets.target_in(decision)
    if target is not None:
        return Held(target=reports.lock(target))
    assert decision.group is not None
    assert decision.subject is not None
    return Held(place=membership_changes.lock(group=decision.group, user=decision.subject))


def reversal(decision: ModlogEntry, held: Held, *, now: datetime) -> moderation.Action | None:
    """Return the action that takes back what still stands of the decision; None when nothing does. Queries: 1."""
    if not (is_latest(decision) and (_is_away(held.target) or _is_in_force(decision, held.place, now))):
        return None
    return moderation.get(moderation.get(decision.action).undone_by)


def _is_away(target: Target | None) -> bool:
    return target is not None and target.standing == Post.State.REMOVED


def _is_in_force(decision: ModlogEntry, place: Membership | None, now: datetime) -> bool:
    """A ban also stands while it keeps somebody out whom it took out, though its time is over."""
    if place is None:
        return False
    if decision.former_role and not place.is_active:
        return True
    until = place.banned_until if decision.action == moderation.ban.KEY else place.muted_until
    return until is not None and until == decision.until and until > now
