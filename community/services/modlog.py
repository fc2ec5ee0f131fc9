"""The log of what moderators do. Rows are only ever added; the database refuses the rest."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import targets
from community.models import Case, Group, GroupRule, ModlogEntry
from community.moderation import letters
from community.moderation.registry import Action, Deed
from community.services.sending import Letter
from inbox.services import notifications
from lib import clean, errors

REASON_LIMIT = 500


def grounds(action: Action, *, group_id: int | None, rule: int | None, reason: str) -> tuple[GroupRule | None, str]:
    """Return the rule of that number and the clean reason that `action` is to be logged with.

    An action that needs no rule cites none, whatever was marked when it was taken.

    Queries: 1, 2 when a rule is missing. Raises: Invalid for `rule` or `reason`.
    """
    said = clean.block(reason, field="reason", most=REASON_LIMIT)
    cited = find_rule(group_id=group_id, number=rule)
    if action.needs == "rule" and cited is None:
        if GroupRule.objects.filter(group=group_id, retired_at=None).exists():
            raise errors.Invalid(fields={"rule": _("Please choose the rule that was broken.")})
        clean.block(reason, field="reason", most=REASON_LIMIT, least=1)
    if action.needs == "reason":
        clean.block(reason, field="reason", most=REASON_LIMIT, least=1)
    return cited if action.needs == "rule" else None, said


def find_rule(*, group_id: int | None, number: int | None) -> GroupRule | None:
    """Return the group's rule of that number; None for none.

    Queries: 1, 0 for none. Raises: Invalid for `rule` when there is no such rule.
    """
    if number is None:
        return None
    rule = GroupRule.objects.filter(group=group_id, number=number, retired_at=None).first()
    if rule is None:
        raise errors.Invalid(fields={"rule": _("This group has no such rule.")})
    return rule


def write(
    action: Action, deed: Deed, *, case: Case | None = None, former_role: str = ""
) -> tuple[ModlogEntry, list[Letter]]:
    """Log what was done and return the row with the letter to its subject. Inside a transaction only.

    Args: former_role: the role that a member lost by it.
    """
    entry = ModlogEntry.objects.create(
        group=deed.group,
        actor=deed.moderator,
        action=action.key,
        subject=deed.subject,
        **targets.columns(deed.target),
        case=case,
        rule=deed.rule,
        reason=deed.reason,
        until=deed.until,
        former_role=former_role,
        at=deed.now,
    )
    return entry, [_to_subject(action, deed, entry)] if action.letter else []


def note(action: str, *, group: Group, by: User, now: datetime, until: datetime | None = None) -> ModlogEntry:
    """Log what a moderator did to the group itself, and to nobody. Inside a transaction only."""
    return ModlogEntry.objects.create(group=group, actor=by, action=action, until=until, at=now)


def _to_subject(action: Action, deed: Deed, entry: ModlogEntry) -> Letter:
    tell = partial(
        notifications.send,
        recipient=deed.subject,
        kind="moderation",
        key=f"modlog:{entry.pk}",
        url=reverse("community:decision-detail", args=[entry.pk]),
        data=letters.data_of(
            action,
            group=deed.group,
            what=targets.kind_of(deed.target),
            rule=deed.rule,
            reason=deed.reason,
            until=deed.until,
            about=targets.about(deed.target),
        ),
        now=deed.now,
    )
    return Letter(deed.subject, tell)
