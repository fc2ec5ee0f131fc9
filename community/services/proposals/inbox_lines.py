"""Lines in inboxes about a proposal, and the topics of the screens that show it. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from community import paths
from community.models import Proposal, Support
from inbox.services import notifications
from live.services import topics

BATCH = 5_000


def changed(held: Proposal) -> None:
    """Renew the screens that show the proposal."""
    topics.touch(topic_of(held))


def send(
    to: Iterable[User],
    kind: str,
    what: str,
    held: Proposal,
    now: datetime,
    *,
    by: User | None = None,
    key: str = "",
    url: str = "",
    **data: Any,
) -> None:
    """Write one line each; nobody is told of what they did themselves."""
    said = {"what": what, "title": held.title, **data}
    name = f"{kind}:{what}:{held.public_id}:{key or held.seq}"
    notifications.send_each(
        recipients=[person for person in to if by is None or person.pk != by.pk],
        kind=kind,
        key=name[:120],
        url=url or paths.of_proposal(held),
        actor=by,
        data=said,
        now=now,
    )
    changed(held)


def tell_supporters(
    held: Proposal,
    what: str,
    now: datetime,
    *,
    states: Collection[str] = (Support.State.RETURNED,),
    kind: str = "proposal_support",
    key: str = "",
    url: str = "",
    **data: Any,
) -> None:
    """Write one line for each supporter in one of `states`. Queries: 3 for every five thousand."""
    rows = Support.objects.filter(proposal=held, state__in=states, user__is_active=True).order_by("user_id")
    rows = rows.exclude(state=Support.State.RETURNED, before="")
    said, name = {"what": what, "title": held.title, **data}, f"{kind}:{what}:{held.public_id}:{key or held.seq}"
    people = list(rows.values_list("user_id", "user__public_id"))
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        page = url or paths.of_proposal(held)
        lines = [notifications.Line(pk, public_id, kind, name, page, said, now) for pk, public_id in batch]
        mine = [f"member:{public_id}:proposals" for _, public_id in batch]
        topics.touch(*notifications.send_many(lines=lines), *mine)
    changed(held)


def topic_of(held: Proposal) -> str:
    """Return the topic of the proposal."""
    return f"proposal:{held.pk}"


def member_topic(user: User) -> str:
    """Return the topic of what a member writes and supports."""
    return f"member:{user.public_id}:proposals"


def lists_of(held: Proposal) -> tuple[str, ...]:
    """Return the topics of the lists that the proposal stands in."""
    mine = f"group:{held.group_id}:proposals"
    brand = (f"brand:{held.brand_id}:proposals",) if held.brand_id else ()
    return ("proposals:public", mine, *brand) if held.group.visibility == "public" else (mine, *brand)
