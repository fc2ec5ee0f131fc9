"""What follows when something happens to a proposal: lines in inboxes, live topics. In its transaction.

What the game hears of it is `playing`'s.
"""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from community import paths
from community.models import Amendment, Argument, BrandAnswer, Proposal, Support
from community.models.support import LIVE
from community.services.proposals import audiences, lines, playing
from live.services import topics


def invited(held: Proposal, user: User, *, by: User, now: datetime) -> None:
    """Somebody is asked to be named."""
    lines.send([user], "proposal_coauthor", "asked", held, now, by=by, key=f"{user.public_id}:{now.isoformat()}")


def answered_invitation(held: Proposal, *, by: User, is_yes: bool, now: datetime) -> None:
    """Who was asked to be named has answered, or left."""
    what = "yes" if is_yes else "no"
    lines.send([held.author], "proposal_coauthor", what, held, now, by=by, key=f"{by.public_id}:{now.isoformat()}")


def submitted(held: Proposal, *, by: User, now: datetime) -> None:
    """It waits for review."""
    lines.send(audiences.judges(held), "proposal_review", "submitted", held, now, by=by, url=paths.of_review(held))


def reviewed(held: Proposal, *, by: User, now: datetime) -> None:
    """It came back, or is not taken up."""
    lines.send(audiences.authors(held), "proposal_author", held.state, held, now, by=by, reason=held.reason)


def opened(held: Proposal, *, by: User, now: datetime) -> None:
    """Everybody can support it: the game hears of its authors."""
    people = audiences.authors(held)
    playing.opened(held, people, now=now)
    lines.send(people, "proposal_author", "opened", held, now, by=by)
    topics.touch(*lines.lists_of(held))


def climbed(held: Proposal, before: int, *, now: datetime) -> None:
    """A rung is climbed."""
    people = audiences.authors(held)
    playing.climbed(held, people, before, now=now)
    lines.send(people, "proposal_author", "rung", held, now, supporters=held.supporters, next=held.next_need)


def reached(held: Proposal, before: int, *, now: datetime) -> None:
    """It has enough supporters; without a brand, whoever reviews must name one."""
    people = audiences.authors(held)
    playing.climbed(held, people, before, now=now)
    lines.send(people, "proposal_author", "reached", held, now, supporters=held.supporters)
    if held.brand is None:
        lines.send(audiences.judges(held), "proposal_review", "needs_brand", held, now, url=paths.of_review(held))
    topics.touch(*lines.lists_of(held))


def due(held: Proposal, *, now: datetime) -> None:
    """The brand owes an answer."""
    until = held.due_at.isoformat() if held.due_at else ""
    people, url = audiences.brand_people(held), paths.of_answer(held)
    lines.send(people, "proposal_brand", "due", held, now, url=url, until=until, supporters=held.supporters)
    topics.touch(*lines.lists_of(held))


def overdue(held: Proposal, *, now: datetime) -> None:
    """The answer is late, and everybody can see it."""
    lines.send(audiences.brand_people(held), "proposal_brand", "overdue", held, now, url=paths.of_answer(held))
    lines.send(audiences.judges(held), "proposal_review", "overdue", held, now, url=paths.of_review(held))
    lines.send(audiences.authors(held), "proposal_author", "overdue", held, now)
    topics.touch(*lines.lists_of(held))


def lapsed(held: Proposal, *, now: datetime) -> None:
    """A rung was missed; every support has come back."""
    lines.send(
        audiences.authors(held), "proposal_author", "lapsed", held, now, supporters=held.supporters, next=held.next_need
    )
    lines.tell_supporters(held, "lapsed", now)
    topics.touch(*lines.lists_of(held))


def supported(held: Proposal, user: User) -> None:
    """Its numbers moved, and what the member supports."""
    topics.touch(lines.topic_of(held), lines.member_topic(user))


def unsupported(held: Proposal, row: Support, *, now: datetime) -> None:
    """A support was taken back, with what it earned."""
    playing.unsupported(held, row, now=now)
    supported(held, row.user)


def asked_again(held: Proposal, *, now: datetime) -> None:
    """It has changed so much that each supporter is asked again."""
    lines.tell_supporters(held, "asked_again", now, states=(Support.State.ASKED,))


def merged(source: Proposal, target: Proposal, *, by: User, now: datetime) -> None:
    """It is part of another one now: its authors and supporters hear why, and where to."""
    lines.send(
        audiences.authors(source),
        "proposal_author",
        "merged",
        source,
        now,
        by=by,
        reason=source.reason,
        into=target.title,
    )
    lines.send(
        audiences.authors(target),
        "proposal_author",
        "absorbed",
        target,
        now,
        by=by,
        other=source.title,
        key=source.public_id,
    )
    lines.tell_supporters(source, "merged", now, states=(Support.State.MOVED,), into=target.title)
    topics.touch(lines.topic_of(source), lines.topic_of(target), *lines.lists_of(source), *lines.lists_of(target))


def unmerged(source: Proposal, target: Proposal, *, by: User, now: datetime) -> None:
    """A merger was undone."""
    lines.send(audiences.authors(source), "proposal_author", "unmerged", source, now, by=by)
    lines.tell_supporters(source, "unmerged", now, states=LIVE)
    topics.touch(lines.topic_of(source), lines.topic_of(target), *lines.lists_of(source), *lines.lists_of(target))


def wants_withdrawal(held: Proposal, *, by: User, now: datetime) -> None:
    """One of several authors would like to take it back; the others decide."""
    lines.send(audiences.authors(held), "proposal_author", "wants_withdrawal", held, now, by=by, key=by.public_id)


def withdrawn(held: Proposal, *, by: User, now: datetime) -> None:
    """It was taken back; every support has come back."""
    people = audiences.authors(held)
    playing.withdrawn(held, people, now=now)
    lines.send(people, "proposal_author", "withdrawn", held, now, by=by, reason=held.reason)
    lines.tell_supporters(held, "withdrawn", now)
    topics.touch(*lines.lists_of(held))


def amendment_proposed(held: Proposal, row: Amendment, *, now: datetime) -> None:
    """Somebody would change it."""
    lines.send(audiences.authors(held), "proposal_amendment", "proposed", held, now, by=row.author, key=row.public_id)


def amendment_answered(held: Proposal, row: Amendment, *, by: User, now: datetime) -> None:
    """An amendment has its answer; one that is taken in is credited, and the game hears of it."""
    if row.state == Amendment.State.ACCEPTED:
        playing.amended(held, row, now=now)
    lines.send([row.author], "proposal_amendment", row.state, held, now, by=by, key=row.public_id, answer=row.answer)


def argued(made: Argument, *, now: datetime) -> None:
    """Something was said for or against it."""
    held = made.proposal
    lines.send(audiences.authors(held), "proposal_argument", made.side, held, now, by=made.author, key=made.public_id)


def answered(held: Proposal, row: BrandAnswer, *, now: datetime) -> None:
    """The brand has answered, and everybody hears of it at one moment."""
    lines.send(audiences.authors(held), "proposal_author", f"answer_{row.outcome}", held, now, key=str(row.pk))
    states = LIVE if row.outcome == BrandAnswer.Outcome.NEEDS_WORK else (Support.State.RETURNED,)
    lines.tell_supporters(held, f"answer_{row.outcome}", now, states=states, key=str(row.pk))
    topics.touch(*lines.lists_of(held))
