"""What moderators decided, for those whom it concerns: who wrote it, who reported it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import User
from community import moderation, targets
from community.models import Case, Comment, Flag, Group, ModlogEntry, Post, Report
from community.policies import Standing
from lib import errors

if TYPE_CHECKING:
    from community.querysets import Viewer


def find_removal(*, post: Post) -> ModlogEntry | None:
    """Return the log's row that says why `post` is removed now; None while it is not. Queries: 1, 0 when it is not."""
    if post.state != Post.State.REMOVED:
        return None
    return (
        ModlogEntry.objects.filter(post=post, action__in=("remove", "decline"))
        .select_related("rule")
        .order_by("-pk")
        .first()
    )


def flags_of(*, target: Post | Comment) -> tuple[Flag, ...]:
    """Return why a text waits for a moderator; nothing once it does not. Queries: 1, 0 when it does not."""
    if not target.is_held:
        return ()
    open_case = {f"case__{name}": it for name, it in targets.columns(target).items()} | {"case__state": Case.State.OPEN}
    return tuple(Flag.objects.filter(**open_case).select_related("rule").order_by("pk"))


def find_sanction(*, group: Group, user: Viewer, standing: Standing) -> int | None:
    """Return which decision mutes or bans `user` in the group now. Queries: 1, none for everybody else."""
    action = "ban" if standing.banned_until else "mute" if standing.muted_until else ""
    if not action or not user.is_authenticated:
        return None
    rows = ModlogEntry.objects.filter(group=group, subject=user, action=action)
    return rows.order_by("-pk").values_list("pk", flat=True).first()


def get_decision(*, pk: int, user: User) -> ModlogEntry:
    """Return what moderators decided about `user`. Queries: 1. Raises: NotFound for everybody else."""
    rows = ModlogEntry.objects.filter(pk=pk, subject=user)
    entry = rows.select_related(
        "group",
        "rule",
        "case__appeal",
        "post",
        "comment__post",
        "proposal",
        "argument__proposal",
        "news__proposal",
        "meetup",
        "support__proposal",
        "ballot__round",
    ).first()
    action = moderation.find(entry.action) if entry else None
    if entry is None or action is None or not action.letter:
        raise errors.NotFound(code="community.decision_not_found")
    return entry


def get_report(*, pk: int, user: User) -> Report:
    """Return one of `user`'s own reports. Queries: 1. Raises: NotFound."""
    rows = Report.objects.filter(pk=pk, reporter=user)
    found = rows.select_related(
        "case__group", "case__rule", "rule", *(f"case__{name}" for name in targets.RELATED)
    ).first()
    if found is None:
        raise errors.NotFound(code="community.report_not_found")
    return found
