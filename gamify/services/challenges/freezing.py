"""The end of a challenge's count: the standings frozen, and a prize written down for everybody who won one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from gamify import prizes
from gamify.engine import contest
from gamify.engine.contest import Party, Share
from gamify.models import Challenge, ChallengeResult, Entrant, Mark, Pick, Prize, PrizeLine, Submission
from gamify.services import bulk_record, record
from gamify.services.challenges import collecting, folding, locking, notifying
from gamify.services.challenges.entering import OBJECT, SOURCE
from gamify.services.record import Ref
from lib import bulk, documents, jobs, sql
from lib.machines import steps

State = Challenge.State
FORMAT = 1
FINISH = "finish"
Won = dict[int, list[Share]]
People = dict[str, list[Entrant]]


@dataclass(frozen=True)
class Count:
    """What a frozen result comes to: its document but for who was left out, and its prizes, not stored."""

    document: dict[str, Any]
    prizes: Sequence[Prize]


def freeze_due(*, now: datetime) -> int:
    """Freeze the challenges of which nothing can change any more; return how many. A job, safe to run twice."""
    over = Challenge.objects.filter(state=State.CLOSING, frozen_at=None).order_by("pk")
    return jobs.sweep(over, freeze, now)


@transaction.atomic
def freeze(pk: int, *, now: datetime) -> int:
    """Count everything once more from the whole record, freeze it, and write down who gets what; return whether it did.

    Not while a submission waits, a refused one may be tried again, a jury still has time, or the engine has not
    processed what belongs to the window. Locks: the challenge. Emits: the activity `finish` of everybody who finished.
    """
    held = locking.challenge(pk)
    if held.state != State.CLOSING or held.frozen_at or not is_ripe(held, now):
        return 0
    held.seen_id = 0
    collecting.collect_held(held, now=now)
    folding.refold(held, list(held.entrants.values_list("pk", flat=True)))
    parties, people = folding.parties_of(held), _eligible(held)
    won = winners(held, [party for party in parties if party.key in people])
    document = document_of(held, parties, won) | {"left_out": _left_out(held, people)}
    digest = documents.digest(inputs_of(held))
    ChallengeResult.objects.create(challenge=held, document=document, inputs_hash=digest, frozen_at=now)
    _place(held, parties)
    made = list(_prizes(held, won, people, now))
    bulk.insert(made)
    steps.take(
        held, State.CLOSING, cause="frozen", now=now, data={"inputs": digest, "prizes": len(made)}, frozen_at=now
    )
    _finish(held, now)
    notifying.touch(held)
    return 1


def count_again(frozen: ChallengeResult) -> Count:
    """Return what a frozen result comes to now; who could not win then is what it says. Queries: about 10."""
    held, left_out = frozen.challenge, set(frozen.document.get("left_out", ()))
    parties, scored = folding.parties_of(held), held.entrants.filter(score__gt=0, left_at=None)
    people = _by_party(row for row in _with_people(scored) if row.public_id not in left_out)
    won = winners(held, [party for party in parties if party.key in people])
    return Count(document_of(held, parties, won), list(_prizes(held, won, people, frozen.frozen_at)))


def is_ripe(held: Challenge, now: datetime) -> bool:
    """Say whether nothing can change any more. Queries: at most 4."""
    open_ones = Q(state=Submission.State.WAITING) | Q(
        state=Submission.State.REFUSED, retry_until__gt=now, attempt=1
    ) & ~Q(entrant__submissions__attempt=2)
    open_ones &= Q(entrant__left_at=None)
    if Submission.objects.filter(open_ones, entrant__challenge=held).exists():
        return False
    return _jury_is_done(held, now) and collecting.is_everything_processed(held)


def jury_until(held: Challenge) -> datetime | None:
    """Return until when a jury may choose; after that what is left is drawn."""
    return held.ends_at + timedelta(days=held.review_days) if held.ends_at else None


def inputs_of(held: Challenge) -> dict[str, Any]:
    """Return everything that the result is made of, in plain JSON: anybody can count it again. Queries: 3."""
    columns = ("entrant__public_id", "task__position", "units", "item", "day", "happened_at")
    marks = Mark.objects.filter(challenge=held).order_by("pk").values_list("cause_id", "submission_id", *columns)
    people = held.entrants.order_by("public_id").values_list("public_id", "team__public_id")
    return {
        "format": FORMAT,
        "rules": held.rules,
        "seed": held.draw_seed,
        "entrants": [list(row) for row in people],
        "picks": [[pick.line.position, pick.place, _party_of(pick.entrant)] for pick in _picks(held)],
        "marks": [[*row[:-2], row[-2].isoformat(), row[-1].isoformat()] for row in marks],
    }


def document_of(held: Challenge, parties: Sequence[Party], won: Won) -> dict[str, Any]:
    """Return the frozen standings and winners, in plain JSON."""
    return {
        "format": FORMAT,
        "seed": held.draw_seed,
        "standings": [
            [each.key, each.score, _written(each.reached_at), _written(each.finished_at)]
            for each in contest.by_score(parties)
        ],
        "winners": {str(position): [list(share) for share in shares] for position, shares in won.items()},
    }


def _jury_is_done(held: Challenge, now: datetime) -> bool:
    until = jury_until(held)
    if until is None or until <= now:
        return True
    lines = [line for line in held.lines.all() if line.rule == PrizeLine.Rule.JURY]
    return all(line.picks.count() >= line.places for line in lines)


def _picks(held: Challenge) -> list[Pick]:
    rows = Pick.objects.filter(line__challenge=held).select_related("line", "entrant__team")
    return list(rows.order_by("line__position", "place"))


def _party_of(entrant: Entrant) -> str:
    return entrant.team.public_id if entrant.team else entrant.public_id


def _eligible(held: Challenge) -> People:
    """Return who can win, by party: whoever did something, has not left, and does not help to run it by now."""
    house = {person.pk for person in notifying.house(held)}
    rows = held.entrants.filter(score__gt=0, left_at=None, user__is_active=True).exclude(user__in=house)
    return _by_party(_with_people(rows))


def _with_people(rows: QuerySet[Entrant]) -> QuerySet[Entrant]:
    return rows.select_related("user", "team").order_by("pk")


def _by_party(entrants: Iterable[Entrant]) -> People:
    found: People = {}
    for entrant in entrants:
        found.setdefault(_party_of(entrant), []).append(entrant)
    return found


def _left_out(held: Challenge, people: Mapping[str, Sequence[Entrant]]) -> list[str]:
    """Return who did something and cannot win, by public id."""
    known = {entrant.pk for party in people.values() for entrant in party}
    rows = held.entrants.filter(score__gt=0).order_by("public_id").values_list("pk", "public_id")
    return [public_id for pk, public_id in rows if pk not in known]


def winners(held: Challenge, parties: Sequence[Party]) -> Won:
    """Return who of `parties` wins each line by what is in the rows now. Queries: 2."""
    keys = {party.key for party in parties}
    picks: dict[int, list[str]] = {}
    for pick in _picks(held):
        if _party_of(pick.entrant) in keys:
            picks.setdefault(pick.line.position, []).append(_party_of(pick.entrant))
    rows = held.lines.all()
    lines = [contest.Line(row.position, row.rule, row.places, prizes.get(row.kind).cost(row.spec)) for row in rows]
    return contest.winners(lines, parties, cap=held.member_cap, seed=held.draw_seed, picks=picks)


def _place(held: Challenge, parties: Sequence[Party]) -> None:
    """Write the place of everybody who has a score: in a team, that of the team. Queries: 2."""
    places = {party.key: place for place, party in enumerate(contest.by_score(parties), 1)}
    here = held.entrants.filter(left_at=None).order_by("pk")
    rows = [
        (pk, places[key])
        for pk, own, team in here.values_list("pk", "public_id", "team__public_id")
        if (key := team or own) in places
    ]
    sql.update(Entrant._meta.db_table, (("id", "bigint"),), (("place", "int"),), rows)


def _prizes(held: Challenge, won: Won, people: Mapping[str, Sequence[Entrant]], now: datetime) -> Iterator[Prize]:
    """Yield a prize for each of `people` in each party that won, line by line."""
    words = {(pick.line_id, _party_of(pick.entrant)): pick.words for pick in _picks(held)}
    for line in held.lines.all():
        for place, share in enumerate(won[line.position], 1):
            for entrant in people.get(share.key, ()):
                yield _prize(held, line, entrant, place, share.amount, words.get((line.pk, share.key), ""), now)


def _prize(
    held: Challenge, line: PrizeLine, entrant: Entrant, place: int, amount: int, words: str, now: datetime
) -> Prize:
    return Prize(
        key=f"challenge:{held.public_id}:{line.position}:{entrant.user.public_id}",
        challenge=held,
        line=line,
        entrant=entrant,
        place=place,
        amount=amount,
        words=words,
        made_at=now,
    )


def _finish(held: Challenge, now: datetime) -> None:
    """Record and tell that they finished: everybody who did, and of a team everybody who did something for it."""
    done = Q(team=None, finished_at__isnull=False) | Q(team__finished_at__isnull=False, score__gt=0)
    here = held.entrants.filter(done, left_at=None)
    people = [row.user for row in here.select_related("user").order_by("user__public_id")]
    facts = [
        record.Fact(
            actor=user,
            verb=FINISH,
            object=Ref(OBJECT, str(held.pk)),
            key=f"challenge:{held.public_id}:finish:{user.public_id}",
            data={},
        )
        for user in people
    ]
    bulk_record.activities(facts, source=SOURCE, now=now)
    notifying.finished(held, people, now)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
