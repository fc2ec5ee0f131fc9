"""What follows when something happens to a proposal: lines in inboxes, live topics. In its transaction.

What the game hears of it is `playing`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from community import paths
from community.models import Amendment, Argument, Authorship, BrandAnswer, Membership, Proposal, Support
from community.models.support import LIVE
from community.services.proposals import playing
from inbox.services import notifications
from live.services import topics

BATCH = 5_000


def changed(held: Proposal) -> None:
    """Renew the screens that show the proposal."""
    topics.touch(topic_of(held))


def invited(held: Proposal, user: User, *, by: User, now: datetime) -> None:
    """Somebody is asked to be named."""
    send([user], "proposal_coauthor", "asked", held, now, by=by, key=f"{user.public_id}:{now.isoformat()}")


def answered_invitation(held: Proposal, *, by: User, is_yes: bool, now: datetime) -> None:
    """Who was asked to be named has answered, or left."""
    what = "yes" if is_yes else "no"
    send([held.author], "proposal_coauthor", what, held, now, by=by, key=f"{by.public_id}:{now.isoformat()}")


def submitted(held: Proposal, *, by: User, now: datetime) -> None:
    """It waits for review."""
    send(judges(held), "proposal_review", "submitted", held, now, by=by, url=paths.of_review(held))


def reviewed(held: Proposal, *, by: User, now: datetime) -> None:
    """It came back, or is not taken up."""
    send(authors(held), "proposal_author", held.state, held, now, by=by, reason=held.reason)


def opened(held: Proposal, *, by: User, now: datetime) -> None:
    """Everybody can support it: the game hears of its authors."""
    people = authors(held)
    playing.opened(held, people, now=now)
    send(people, "proposal_author", "opened", held, now, by=by)
    topics.touch(*lists_of(held))


def climbed(held: Proposal, before: int, *, now: datetime) -> None:
    """A rung is climbed."""
    people = authors(held)
    playing.climbed(held, people, before, now=now)
    send(people, "proposal_author", "rung", held, now, supporters=held.supporters, next=held.next_need)


def reached(held: Proposal, before: int, *, now: datetime) -> None:
    """It has enough supporters; without a brand, whoever reviews must name one."""
    people = authors(held)
    playing.climbed(held, people, before, now=now)
    send(people, "proposal_author", "reached", held, now, supporters=held.supporters)
    if held.brand is None:
        send(judges(held), "proposal_review", "needs_brand", held, now, url=paths.of_review(held))
    topics.touch(*lists_of(held))


def due(held: Proposal, *, now: datetime) -> None:
    """The brand owes an answer."""
    until = held.due_at.isoformat() if held.due_at else ""
    people, url = brand_people(held), paths.of_answer(held)
    send(people, "proposal_brand", "due", held, now, url=url, until=until, supporters=held.supporters)
    topics.touch(*lists_of(held))


def overdue(held: Proposal, *, now: datetime) -> None:
    """The answer is late, and everybody can see it."""
    send(brand_people(held), "proposal_brand", "overdue", held, now, url=paths.of_answer(held))
    send(judges(held), "proposal_review", "overdue", held, now, url=paths.of_review(held))
    send(authors(held), "proposal_author", "overdue", held, now)
    topics.touch(*lists_of(held))


def lapsed(held: Proposal, *, now: datetime) -> None:
    """A rung was missed; every support has come back."""
    send(authors(held), "proposal_author", "lapsed", held, now, supporters=held.supporters, next=held.next_need)
    tell_supporters(held, "lapsed", now)
    topics.touch(*lists_of(held))


def supported(held: Proposal, user: User) -> None:
    """Its numbers moved, and what the member supports."""
    topics.touch(topic_of(held), member_topic(user))


def unsupported(held: Proposal, row: Support, *, now: datetime) -> None:
    """A support was taken back, with what it earned."""
    playing.unsupported(held, row, now=now)
    supported(held, row.user)


def asked_again(held: Proposal, *, now: datetime) -> None:
    """It has changed so much that each supporter is asked again."""
    tell_supporters(held, "asked_again", now, states=(Support.State.ASKED,))


def merged(source: Proposal, target: Proposal, *, by: User, now: datetime) -> None:
    """It is part of another one now: its authors and supporters hear why, and where to."""
    send(authors(source), "proposal_author", "merged", source, now, by=by, reason=source.reason, into=target.title)
    send(authors(target), "proposal_author", "absorbed", target, now, by=by, other=source.title, key=source.public_id)
    tell_supporters(source, "merged", now, states=(Support.State.MOVED,), into=target.title)
    topics.touch(topic_of(source), topic_of(target), *lists_of(source), *lists_of(target))


def unmerged(source: Proposal, target: Proposal, *, by: User, now: datetime) -> None:
    """A merger was undone."""
    send(authors(source), "proposal_author", "unmerged", source, now, by=by)
    tell_supporters(source, "unmerged", now, states=LIVE)
    topics.touch(topic_of(source), topic_of(target), *lists_of(source), *lists_of(target))


def wants_withdrawal(held: Proposal, *, by: User, now: datetime) -> None:
    """One of several authors would like to take it back; the others decide."""
    send(authors(held), "proposal_author", "wants_withdrawal", held, now, by=by, key=by.public_id)


def withdrawn(held: Proposal, *, by: User, now: datetime) -> None:
    """It was taken back; every support has come back."""
    people = authors(held)
    playing.withdrawn(held, people, now=now)
    send(people, "proposal_author", "withdrawn", held, now, by=by, reason=held.reason)
    tell_supporters(held, "withdrawn", now)
    topics.touch(*lists_of(held))


def amendment_proposed(held: Proposal, row: Amendment, *, now: datetime) -> None:
    """Somebody would change it."""
    send(authors(held), "proposal_amendment", "proposed", held, now, by=row.author, key=row.public_id)


def amendment_answered(held: Proposal, row: Amendment, *, by: User, now: datetime) -> None:
    """An amendment has its answer; one that is taken in is credited, and the game hears of it."""
    if row.state == Amendment.State.ACCEPTED:
        playing.amended(held, row, now=now)
    send([row.author], "proposal_amendment", row.state, held, now, by=by, key=row.public_id, answer=row.answer)


def argued(made: Argument, *, now: datetime) -> None:
    """Something was said for or against it."""
    held = made.proposal
    send(authors(held), "proposal_argument", made.side, held, now, by=made.author, key=made.public_id)


def answered(held: Proposal, row: BrandAnswer, *, now: datetime) -> None:
    """The brand has answered, and everybody hears of it at one moment."""
    send(authors(held), "proposal_author", f"answer_{row.outcome}", held, now, key=str(row.pk))
    states = LIVE if row.outcome == BrandAnswer.Outcome.NEEDS_WORK else (Support.State.RETURNED,)
    tell_supporters(held, f"answer_{row.outcome}", now, states=states, key=str(row.pk))
    topics.touch(*lists_of(held))


def authors(held: Proposal) -> list[User]:
    """Return those who agreed to be named. Queries: 1."""
    return list(
        User.objects.filter(
            authorships__proposal=held, authorships__state=Authorship.State.ACCEPTED, is_active=True
        ).order_by("public_id")
    )


def judges(held: Proposal) -> list[User]:
    """Return who reviews: moderators of its group and staff, who work for no brand and did not write it. Queries: 2."""
    roles = (Membership.Role.OWNER, Membership.Role.MODERATOR)
    active = User.objects.filter(is_active=True, brand_roles=None)
    places = {"memberships__group": held.group_id, "memberships__state": "active", "memberships__role__in": roles}
    mine = {person.pk for person in authors(held)}
    found = {person.pk: person for person in (*active.filter(**places), *active.filter(is_staff=True))}
    return [person for pk, person in found.items() if pk not in mine]


def brand_people(held: Proposal) -> list[User]:
    """Return the people of the brand that is asked. Queries: 1, or none."""
    return list(User.objects.filter(brand_roles__brand=held.brand_id, is_active=True)) if held.brand_id else []


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
    """Write one line each, in the order of their recipients; nobody is told of what they did themselves."""
    said = {"what": what, "title": held.title, **data}
    name = f"{kind}:{what}:{held.public_id}:{key or held.seq}"
    for person in sorted(to, key=lambda one: one.public_id):
        if by is None or person.pk != by.pk:
            notifications.tell(
                recipient=person,
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
        topics.touch(*notifications.tell_many(lines=lines), *mine)
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
