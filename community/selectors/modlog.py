"""The log of a group's moderators, in full for them and redacted for members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from community import moderation, policies, targets
from community.models import Flag, Group, GroupRule, ModlogEntry
from lib import paging

PAGE = 30


@dataclass(frozen=True)
class Line:
    """One row as this reader may see it: names, reasons and cases are for moderators and for who it is about.

    `is_flagged`: automod had found it (known on the log's own page).
    """

    pk: int
    at: datetime
    icon: str
    sentence: str
    rule: GroupRule | None
    reason: str
    until: datetime | None
    case_id: int | None
    appeal_id: int | None
    is_about_me: bool
    is_flagged: bool = False


@dataclass(frozen=True)
class Page:
    """Some lines and the cursor to the older ones."""

    lines: tuple[Line, ...]
    next_cursor: str = ""


def page(*, group: Group, user: User, is_moderator: bool, after: str = "") -> Page:
    """Return the newest lines after the cursor. Queries: 1."""
    flags = Exists(Flag.objects.filter(case=OuterRef("case")))
    rows = ModlogEntry.objects.filter(group=group).annotate(is_flagged=flags)
    rows = rows.select_related("actor", "subject", "rule", "case__appeal")
    shown, next_cursor = paging.newest(rows, after, PAGE)
    return Page(
        lines=tuple(line_of(row, is_moderator=is_moderator, user=user) for row in shown),
        next_cursor=next_cursor,
    )


def line_of(row: ModlogEntry, *, is_moderator: bool, user: User) -> Line:
    """Return a row as `user` may see it."""
    is_mine = row.subject_id == user.pk
    is_case_open_to_me = is_moderator and not is_mine
    action = moderation.find(row.action)
    appeal = row.case.appeal if row.case is not None and row.case.is_appeal else None
    return Line(
        pk=row.pk,
        at=row.at,
        icon=action.icon if action else "scale",
        sentence=_sentence(row, action, in_full=is_case_open_to_me),
        rule=row.rule,
        reason=row.reason if is_moderator or is_mine else "",
        until=None if policies.is_for_good(row.until) else row.until,
        case_id=row.case_id if is_case_open_to_me and appeal is None else None,
        appeal_id=appeal.pk if is_case_open_to_me and appeal is not None else None,
        is_flagged=getattr(row, "is_flagged", False),
        is_about_me=is_mine and bool(action and action.letter),
    )


def _sentence(row: ModlogEntry, action: moderation.Action | None, *, in_full: bool) -> str:
    if action is None:
        return row.action
    words = {"what": moderation.letters.what_of(targets.kind_in(row)), "until": policies.moment(row.until)}
    if not in_full:
        return str(action.public_line) % words
    line = action.line_for_good if policies.is_for_good(row.until) else action.line
    return str(line or action.line) % {
        **words,
        "actor": row.actor.display_name,
        "subject": row.subject.display_name if row.subject else "",
    }
