"""What follows when something happens to a vote: lines in inboxes, live topics, activities. In its transaction."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from community import paths
from community.models import Allowance, VoteRound
from gamify.services import record
from gamify.services.record import Ref
from inbox.services import notifications
from live.services import topics

KIND = "vote_round"
BATCH = 5_000


def changed(vote: VoteRound) -> None:
    """Renew the screens that show the vote."""
    topics.touch(f"round:{vote.pk}")


def opened(vote: VoteRound, *, now: datetime) -> None:
    """Everybody who may vote hears of it."""
    _tell_voters(vote, "opened", now)


def voted(vote: VoteRound, user: User, *, before: int, spent: int, now: datetime) -> None:
    """What a voter has left changed. How the vote stands is nobody's to see before it is counted.

    The game hears that they vote, once a round and never for what; and when they take everything back.
    """
    key = vote_key(vote, user)
    if spent and not before:
        place = Ref("group", str(vote.group_id)) if vote.group_id else None
        record.activity(actor=user, verb="vote", object=Ref("round", str(vote.pk)), target=place, key=key, now=now)
        record.redo(key=key, reason="restored", by=user, now=now)
    if before and not spent:
        record.undo(key=key, reason="vote_back", by=user, now=now)
    topics.touch(f"round:{vote.pk}", f"member:{user.public_id}:proposals")


def struck(ballot: Allowance, *, had: int, by: User, now: datetime) -> None:
    """A ballot does not count: what voting had earned goes back. Its voter has the letter of the decision."""
    if had:
        record.undo(key=vote_key(ballot.round, ballot.user), reason="struck", by=by, now=now)
    _moved(ballot)


def reinstated(ballot: Allowance, *, by: User, now: datetime) -> None:
    """It counts again."""
    if ballot.spent:
        record.redo(key=vote_key(ballot.round, ballot.user), reason="restored", by=by, now=now)
    _moved(ballot)


def decided(vote: VoteRound, *, now: datetime) -> None:
    """It is counted: those who voted hear of it."""
    _tell_voters(vote, "decided", now, only_who_voted=True)


def called_off(vote: VoteRound, *, now: datetime) -> None:
    """It ends without a result."""
    _tell_voters(vote, "void", now, only_who_voted=True)


def _moved(ballot: Allowance) -> None:
    topics.touch(f"round:{ballot.round_id}", f"member:{ballot.user.public_id}:proposals")


def vote_key(vote: VoteRound, user: User) -> str:
    """Return the key of the activity of a voter."""
    return f"vote:{vote.public_id}:{user.public_id}"


def _tell_voters(vote: VoteRound, what: str, now: datetime, *, only_who_voted: bool = False) -> None:
    rows = Allowance.objects.filter(round=vote, user__is_active=True).order_by("user_id")
    if only_who_voted:
        rows = rows.filter(spent__gt=0)
    said = {"what": what, "vote": vote.names, "reason": vote.reason}
    people = list(rows.values_list("user_id", "user__public_id"))
    key, url = f"{KIND}:{what}:{vote.public_id}", paths.of_round(vote)
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        lines = [notifications.Line(pk, public_id, KIND, key, url, said, now) for pk, public_id in batch]
        topics.touch(*notifications.send_many(lines=lines))
    changed(vote)
