"""What follows when something happens to a proposal: lines in inboxes, live topics. In its transaction.

What the game hears of it is `playing`'s.
"""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from community import paths
from community.models import Amendment, Argument, BrandAnswer, Proposal, Support
from community.models.support import LIVE
from community.services.proposals import activities, audiences, inbox_lines
from live.services import topics


def invited(held: Proposal, user: User, *, by: User, now: datetime) -> None:
    """Somebody is asked to be named."""
    inbox_lines.send([user], "proposal_coauthor", "asked", held, now, by=by, key=f"{user.public_id}:{now.isoformat()}")


def answered_invitation(held: Proposal, *, by: User, is_yes: bool, now: datetime) -> None:
    """Who was asked to be named has answered, or left."""
    what = "yes" if is_yes else "no"
    inbox_lines.send(
        [held.author], "proposal_coauthor", what, held, now, by=by, key=f"{by.public_id}:{now.isoformat()}"
    )


def submitted(held: Proposal, *, by: User, now: datetime) -> None:
    """It waits for review."""
    inbox_lines.send(
        audiences.judges(held), "proposal_review", "submitted", held, now, by=by, url=paths.of_review(held)
    )


def reviewed(held: Proposal, *, by: User, now: datetime) -> None:
    """It came back, or is not taken up."""
    inbox_lines.send(audiences.authors(held), "proposal_author", held.state, held, now, by=by, reason=held.reason)


def opened(held: Proposal, *, by: User, now: datetime) -> None:
    """Everybody can support it: the game hears of its authors."""
    people = audiences.authors(held)
    activities.opened(held, people, now=now)
    inbox_lines.send(people, "proposal_author", "opened", held, now, by=by)
    topics.touch(*inbox_lines.lists_of(held))


def climbed(held: Proposal, before: int, *, now: datetime) -> None:
    """A rung is climbed."""
    people = audiences.authors(held)
    activities.climbed(held, people, before, now=now)
    inbox_lines.send(people, "proposal_author", "rung", held, now, supporters=held.supporters, next=held.next_need)


def reached(held: Proposal, before: int, *, now: datetime) -> None:
    """It has enough supporters; without a brand, whoever reviews must name one."""
    people = audiences.authors(held)
    activities.climbed(held, people, before, now=now)
    inbox_lines.send(people, "proposal_author", "reached", held, now, supporters=held.supporters)
    if held.brand is None:
        inbox_lines.send(audiences.judges(held), "proposal_review", "needs_brand", held, now, url=paths.of_review(held))
    topics.touch(*inbox_lines.lists_of(held))


def due(held: Proposal, *, now: datetime) -> None:
    """The brand owes an answer."""
    until = held.due_at.isoformat() if held.due_at else ""
    people, url = audiences.brand_people(held), paths.of_answer(held)
    inbox_lines.send(people, "proposal_brand", "due", held, now, url=url, until=until, supporters=held.supporters)
    topics.touch(*inbox_lines.lists_of(held))


def overdue(held: Proposal, *, now: datetime) -> None:
    """The answer is late, and everybody can see it."""
    inbox_lines.send(audiences.brand_people(held), "proposal_brand", "overdue", held, now, url=paths.of_answer(held))
    inbox_lines.send(audiences.judges(held), "proposal_review", "overdue", held, now, url=paths.of_review(held))
    inbox_lines.send(audiences.authors(held), "proposal_author", "overdue", held, now)
    topics.touch(*inbox_lines.lists_of(held))


def lapsed(held: Proposal, *, now: datetime) -> None:
    """A rung was missed; every support has come back."""
    inbox_lines.send(
        audiences.authors(held), "proposal_author", "lapsed", held, now, supporters=held.supporters, next=held.next_need
    )
    inbox_lines.tell_supporters(held, "lapsed", now)
    topics.touch(*inbox_lines.lists_of(held))


def supported(held: Proposal, user: User) -> None:
    """Its numbers moved, and what the member supports."""
    topics.touch(inbox_lines.topic_of(held), inbox_lines.member_topic(user))


def unsupported(held: Proposal, row: Support, *, now: datetime) -> None:
    """A support was taken back, with what it earned."""
    activities.unsupported(held, row, now=now)
    supported(held, row.user)


def asked_again(held: Proposal, *, now: datetime) -> None:
    """It has changed so much that each supporter is asked again."""
    inbox_lines.tell_supporters(held, "asked_again", now, states=(Support.State.ASKED,))


def merged(source: Proposal, target: Proposal, *, by: User, now: datetime) -> None:
    """It is part of another one now: its authors and supporters hear why, and where to."""
    inbox_lines.send(
        audiences.authors(source),
        "proposal_author",
        "merged",
        source,
        now,
        by=by,
        reason=source.reason,
        into=target.title,
    )
    inbox_lines.send(
        audiences.authors(target),
        "proposal_author",
        "absorbed",
        target,
        now,
        by=by,
        other=source.title,
        key=source.public_id,
    )
    inbox_lines.tell_supporters(source, "merged", now, states=(Support.State.MOVED,), into=target.title)
    topics.touch(
        inbox_lines.topic_of(source),
        inbox_lines.topic_of(target),
        *inbox_lines.lists_of(source),
        *inbox_lines.lists_of(target),
    )


def unmerged(source: Proposal, target: Proposal, *, by: User, now: datetime) -> None:
    """A merger was undone."""
    inbox_lines.send(audiences.authors(source), "proposal_author", "unmerged", source, now, by=by)
    inbox_lines.tell_supporters(source, "unmerged", now, states=LIVE)
    topics.touch(
        inbox_lines.topic_of(source),
        inbox_lines.topic_of(target),
        *inbox_lines.lists_of(source),
        *inbox_lines.lists_of(target),
    )


def wants_withdrawal(held: Proposal, *, by: User, now: datetime) -> None:
    """One of several authors would like to take it back; the others decide."""
    inbox_lines.send(audiences.authors(held), "proposal_author", "wants_withdrawal", held, now, by=by, key=by.public_id)


def withdrawn(held: Proposal, *, by: User, now: datetime) -> None:
    """It was taken back; every support has come back."""
    people = audiences.authors(held)
    activities.withdrawn(held, people, now=now)
    inbox_lines.send(people, "proposal_author", "withdrawn", held, now, by=by, reason=held.reason)
    inbox_lines.tell_supporters(held, "withdrawn", now)
    topics.touch(*inbox_lines.lists_of(held))


def amendment_proposed(held: Proposal, row: Amendment, *, now: datetime) -> None:
    """Somebody would change it."""
    inbox_lines.send(
        audiences.authors(held), "proposal_amendment", "proposed", held, now, by=row.author, key=row.public_id
    )


def amendment_answered(held: Proposal, row: Amendment, *, by: User, now: datetime) -> None:
    """An amendment has its answer; one that is taken in is credited, and the game hears of it."""
    if row.state == Amendment.State.ACCEPTED:
        activities.amended(held, row, now=now)
    inbox_lines.send(
        [row.author], "proposal_amendment", row.state, held, now, by=by, key=row.public_id, answer=row.answer
    )


def argued(made: Argument, *, now: datetime) -> None:
    """Something was said for or against it."""
    held = made.proposal
    inbox_lines.send(
        audiences.authors(held), "proposal_argument", made.side, held, now, by=made.author, key=made.public_id
    )


def answered(held: Proposal, row: BrandAnswer, *, now: datetime) -> None:
    """The brand has answered, and everybody hears of it at one moment."""
    inbox_lines.send(audiences.authors(held), "proposal_author", f"answer_{row.outcome}", held, now, key=str(row.pk))
    states = LIVE if row.outcome == BrandAnswer.Outcome.NEEDS_WORK else (Support.State.RETURNED,)
    inbox_lines.tell_supporters(held, f"answer_{row.outcome}", now, states=states, key=str(row.pk))
    topics.touch(*inbox_lines.lists_of(held))
