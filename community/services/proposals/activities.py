"""What the game hears of proposals: who proposed, helped, was named. In the transaction of what happened.

Nothing here says what somebody supports a thing for, or for how much money: points know acts, not sides or sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from community import support_rungs
from community.models import Amendment, CreditShare, Proposal, Support, Tester, TestRound
from gamify.services import bulk_record, record
from gamify.services.record import Fact, Ref

SOURCE = "community"


def opened(held: Proposal, authors: Sequence[User], *, now: datetime) -> None:
    """Everybody can support it: each author proposed something, once for ever."""
    data = {"authors": len(authors), "language": held.language}
    facts = [_fact(held, person, "propose", _propose_key(held, person), data) for person in authors]
    bulk_record.activities(facts, source=SOURCE, now=now)


def climbed(held: Proposal, authors: Sequence[User], before: int, *, now: datetime) -> None:
    """Distinct people whose support counts are enough for the rungs after `before`: each rung once for ever."""
    top = len(held.rungs)
    facts = [
        _fact(held, person, "progress", _rung_key(held, rung, person), _climb(held, rung, is_top=rung == top))
        for rung in range(before + 1, held.rung + 1)
        for person in authors
    ]
    bulk_record.activities(facts, source=SOURCE, now=now)


def support_counts(held: Proposal, row: Support, *, now: datetime) -> None:
    """A support counts: once, however often its member changes their mind."""
    key = _support_key(held.public_id, row)
    object_, place = _ref(held), _place(held)
    record.activity(actor=row.user, verb="support", object=object_, target=place, key=key, now=now)
    record.redo(key=key, reason="restored", by=row.user, now=now)


def unsupported(
    held: Proposal, row: Support, *, reason: str = "support_back", by: User | None = None, now: datetime
) -> None:
    """A support does not count any more; one that came with a merger was earned where it came from."""
    earned: Proposal | None = held
    while earned is not None:
        key = _support_key(earned.public_id, row)
        if record.undo(key=key, reason=reason, by=by or row.user, now=now) is not None:
            return
        earned = _came_from(row, earned)


def supported_again(held: Proposal, row: Support, *, by: User, now: datetime) -> None:
    """A support that was struck is valid after all: what it had earned comes back."""
    earned: Proposal | None = held
    while earned is not None:
        if record.redo(key=_support_key(earned.public_id, row), reason="restored", by=by, now=now) is not None:
            return
        earned = _came_from(row, earned)


def weighed(held: Proposal, authors: Sequence[User], *, by: User, now: datetime) -> None:
    """Supports were struck, or are valid again: the climbed rungs pay that there are supporters enough for."""
    for number, rung in enumerate(support_rungs.read(held.rungs)[: held.rung], start=1):
        mirror = record.redo if held.supporters >= rung.need else record.undo
        reason = "restored" if held.supporters >= rung.need else "struck"
        for person in authors:
            mirror(key=_rung_key(held, number, person), reason=reason, by=by, now=now)


def withdrawn(held: Proposal, authors: Sequence[User], *, now: datetime) -> None:
    """It was taken back, with what it earned its authors."""
    bulk_record.undo_all(keys_of(held, authors), source=SOURCE, reason="proposal_back", now=now)


def amended(held: Proposal, row: Amendment, *, now: datetime) -> None:
    """A change by somebody else was taken in."""
    key = f"amend:{row.public_id}"
    record.activity(actor=row.author, verb="amend", object=_ref(held), target=_place(held), key=key, now=now)


def tested(test: TestRound, row: Tester, *, now: datetime) -> None:
    """A tester has answered, once a test."""
    held, key = test.proposal, f"test:{test.public_id}:{row.user.public_id}"
    record.activity(actor=row.user, verb="test", object=_ref(held), target=_place(held), key=key, now=now)


def credited(held: Proposal, *, now: datetime) -> None:
    """Its credit is frozen: everybody in the statement is named for something."""
    _named(held, "credit", now)


def launched(held: Proposal, *, now: datetime) -> None:
    """It can be bought: so is everybody's part in it."""
    _named(held, "launch", now)


def keys_of(held: Proposal, authors: Sequence[User]) -> list[str]:
    """Return the keys of what it may have earned its authors: being opened, and each rung."""
    rungs = range(1, len(held.rungs) + 1)
    climbs = [_rung_key(held, rung, person) for rung in rungs for person in authors]
    return [*(_propose_key(held, person) for person in authors), *climbs]


def _named(held: Proposal, verb: str, now: datetime) -> None:
    roles: dict[User, list[str]] = {}
    shares = CreditShare.objects.filter(statement__proposal=held, user__is_active=True).select_related("user")
    for share in shares.order_by("user__public_id", "role"):
        roles.setdefault(share.user, []).append(share.role)
    facts = [
        _fact(held, person, verb, f"{verb}:{held.public_id}:{person.public_id}", {"roles": mine})
        for person, mine in roles.items()
    ]
    bulk_record.activities(facts, source=SOURCE, now=now)


def _fact(held: Proposal, person: User, verb: str, key: str, data: dict[str, object]) -> Fact:
    return Fact(actor=person, verb=verb, object=_ref(held), key=key, data=data, target=_place(held))


def _climb(held: Proposal, rung: int, *, is_top: bool) -> dict[str, object]:
    return {"supporters": held.supporters, "rung": rung, "is_top": is_top}


def _came_from(row: Support, held: Proposal) -> Proposal | None:
    """Return the proposal that a merger brought a member to `held` from."""
    there = Support.objects.filter(proposal=held, user=row.user).exclude(came_from=None)
    found = there.select_related("came_from").first()
    return found.came_from if found else None


def _propose_key(held: Proposal, author: User) -> str:
    return f"propose:{held.public_id}:{author.public_id}"


def _rung_key(held: Proposal, rung: int, author: User) -> str:
    return f"progress:{held.public_id}:{rung}:{author.public_id}"


def _support_key(public_id: str, row: Support) -> str:
    return f"support:{public_id}:{row.user.public_id}"


def _ref(held: Proposal) -> Ref:
    return Ref("proposal", str(held.pk))


def _place(held: Proposal) -> Ref:
    return Ref("group", str(held.group_id))
