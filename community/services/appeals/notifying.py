"""Who is told of what happens with an appeal. The member is told no names; moderators are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse

from accounts.models import User
from community import moderation, targets
from community.models import Appeal, AppealMessage, Membership, ModlogEntry
from community.services.appeals import judges
from community.services.sending import Letter
from inbox.services import notifications


def opened(appeal: Appeal, *, now: datetime) -> list[Letter]:
    """Tell those who may decide it that it waits for them."""
    return _to_judges(appeal, judges.people(appeal), "opened", f"appeal:{appeal.pk}", now)


def asked(message: AppealMessage, *, appeal: Appeal) -> list[Letter]:
    """Tell the member that something is asked."""
    tell = partial(
        notifications.send,
        recipient=appeal.case.author,
        kind="appeal_asked",
        key=f"appeal:{appeal.pk}:asked:{message.pk}",
        url=_page_of(appeal),
        data=_about(appeal),
        now=message.at,
    )
    return [Letter(appeal.case.author, tell)]


def answered(message: AppealMessage, *, appeal: Appeal, asker: User) -> list[Letter]:
    """Tell who asked that the answer is there; all who may decide, when it is no longer their matter."""
    people = judges.people(appeal)
    told = [person for person in people if person.pk == asker.pk] or people
    return _to_judges(appeal, told, "answered", f"appeal:{appeal.pk}:answered:{message.pk}", message.at)


def decided(
    appeal: Appeal, chosen: moderation.Action, deed: moderation.Deed, *, undo: moderation.Action | None
) -> list[Letter]:
    """Tell the member how it was decided and why, and who decided first."""
    letter = moderation.letters.data_of(
        chosen,
        group=deed.group,
        what=targets.kind_of(deed.target),
        rule=None,
        reason=deed.reason,
        until=None,
        then=undo.key if undo else "",
        is_by_same=deed.moderator.pk == appeal.decision.actor_id,
    )
    key, first = f"appeal:{appeal.pk}:decided", appeal.decision.actor
    blank = partial(notifications.send, key=key, now=deed.now)
    to_member = partial(blank, recipient=deed.subject, kind="moderation", url=_page_of(appeal), data=letter)
    outcome = {**_about(appeal), "outcome": chosen.key, "reason": deed.reason}
    to_first = partial(
        blank, recipient=first, kind="appeal_outcome", url=_place_of(appeal.decision), data=outcome, actor=deed.subject
    )
    told = [Letter(deed.subject, to_member), Letter(first, to_first)]
    return told[:1] if letter["is_by_same"] else told


def _to_judges(appeal: Appeal, people: Iterable[User], event: str, key: str, now: datetime) -> list[Letter]:
    blank = partial(
        notifications.send,
        kind="appeal_opened",
        key=f"{key}:{'staff' if appeal.is_for_staff else 'group'}",
        url=reverse("community:appeal-detail", args=[appeal.pk]),
        actor=appeal.case.author,
        data={**_about(appeal), "event": event, "due": appeal.due_at.isoformat()},
        now=now,
    )
    return [Letter(person, partial(blank, recipient=person)) for person in people]


def _about(appeal: Appeal) -> dict[str, Any]:
    group = appeal.case.group
    what = targets.kind_in(appeal.decision)
    names = group.names if group else {}
    return {"group": names, "action": appeal.decision.action, "what": what, "is_for_staff": appeal.is_for_staff}


def _page_of(appeal: Appeal) -> str:
    return reverse("community:decision-appeal", args=[appeal.decision_id])


def _place_of(decision: ModlogEntry) -> str:
    """Return where who decided first can read on: the group's log while they are in it, else their notifications."""
    group = decision.group
    assert group is not None
    if Membership.objects.filter(group=group, user=decision.actor_id, state=Membership.State.ACTIVE).exists():
        return reverse("community:group-modlog", args=[group.slug])
    return reverse("inbox:notification-list")
