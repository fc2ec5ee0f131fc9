"""Testing a prototype: whoever helped may ask to, a lottery that anybody can repeat draws the testers, they answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Authorship, MakingUpdate, Proposal, Support, Tester, TestRound
from community.proposal_policies import ProposalAction
from community.selectors import proposal_roles
from community.services.making import notifying
from community.services.proposals import locking
from lib import clean, errors, jobs, public_id, ranges
from lib.machines import steps

State = TestRound.State
MOST_PLACES, MOST_QUESTIONS, TEXT_LENGTH, QUESTION_LENGTH = 1_000, 12, 1_000, 200
LONGEST = timedelta(days=90)
KINDS = ("scale", "text")  # from 1 to 5, or in words


@dataclass(frozen=True)
class Question:
    """What testers are asked: a `scale` from 1 to 5, or `text`."""

    text: str
    kind: str = "scale"


class NotForYou(errors.NotAllowed):
    """Only those who helped a proposal test it."""

    code = "community.not_a_contributor"
    message = _("Its authors, supporters and whoever else had a part in it can test it.")


@transaction.atomic
def open_(
    *,
    by: User,
    prototype: MakingUpdate,
    places: int,
    questions: Sequence[Question],
    draws_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> TestRound:
    """Open a test of a prototype: until `draws_at` one may ask to take part, until `closes_at` testers answer.

    A seed is drawn now and kept; its hash is public from now on, so that nobody can choose it afterwards.
    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment; Invalid by field.
    """
    asked = _questions(questions)
    ranges.require(places, 1, MOST_PLACES, field="places")
    if not now < draws_at < closes_at <= now + LONGEST:
        raise errors.Invalid(fields={"draws_at": _("First the draw, then the end, within ninety days.")})
    if prototype.kind != MakingUpdate.Kind.PROTOTYPE:
        raise errors.Invalid(fields={"prototype": _("Show a prototype first.")})
    held = locking.hold(by, prototype.proposal, ProposalAction.ANSWER, Proposal.State.MAKING)
    seed = public_id.secret(32)
    made = TestRound.objects.create(
        state=State.OPEN,
        proposal=held,
        prototype=prototype,
        number=held.tests.count() + 1,
        places=places,
        questions=asked,
        seed=seed,
        seed_hash=hash_of(seed),
        draws_at=draws_at,
        closes_at=closes_at,
        by=by,
        created_at=now,
    )
    steps.born(made, actor=by, cause="opened", now=now, seed_hash=made.seed_hash)
    told = {"test": made.pk}
    steps.take(held, Proposal.State.TESTING, actor=by, cause="test_opened", now=now, data=told, updated_at=now)
    notifying.test_opened(held, made, now=now)
    return made


@transaction.atomic
def wish(*, user: User, test: TestRound, now: datetime) -> Tester:
    """Ask to take part, once. Locks: the test. Raises: NotForYou; WrongMoment: it is drawn, or its time is over."""
    held = _lock(test)
    known = Tester.objects.filter(round=held, user=user).first()
    if known is not None:
        return known
    if not may_test(user=user, proposal=held.proposal):
        raise NotForYou
    if held.state != State.OPEN or held.draws_at <= now:
        raise locking.WrongMoment(state=held.state)
    made = Tester.objects.create(round=held, user=user, wished_at=now)
    notifying.changed(held.proposal)
    return made


@transaction.atomic
def take_back(*, user: User, test: TestRound, now: datetime) -> None:
    """Ask no longer to take part; twice changes nothing. Locks: the test. Raises: WrongMoment: it is drawn."""
    held = _lock(test)
    if held.state != State.OPEN or held.draws_at <= now:
        raise locking.WrongMoment(state=held.state)
    Tester.objects.filter(round=held, user=user).delete()
    notifying.changed(held.proposal)


@transaction.atomic
def answer(*, user: User, test: TestRound, answers: Mapping[str, str], now: datetime) -> Tester:
    """Answer the questions as a drawn tester; answering again replaces it until the test closes.

    Locks: the test. Raises: NotFound: not drawn. WrongMoment; Invalid by question. Emits: activity `test`.
    """
    held = _lock(test)
    row = Tester.objects.filter(round=held, user=user, is_drawn=True).first()
    if row is None:
        raise errors.NotFound(code="community.test_not_found")
    if held.state != State.DRAWN or held.closes_at <= now:
        raise locking.WrongMoment(state=held.state)
    row.answers, row.answered_at = _answers(held, answers), now
    row.save(update_fields=["answers", "answered_at"])
    notifying.tested(held, row, now=now)
    return row


@transaction.atomic
def close(*, by: User, test: TestRound, now: datetime) -> TestRound:
    """Close a test that was drawn, or call off one that was not, and go on with the making.

    Locks: the proposal, the test. Raises: NotFound, NotAllowed, WrongMoment.
    """
    held = locking.hold(by, test.proposal, ProposalAction.ANSWER, Proposal.State.TESTING)
    row = _lock(test)
    if row.state not in (State.OPEN, State.DRAWN):
        raise locking.WrongMoment(state=row.state)
    _end(held, row, State.CLOSED if row.state == State.DRAWN else State.CALLED_OFF, by, now)
    return row


def draw_due(*, now: datetime) -> int:
    """Draw the tests whose moment has come; one that nobody asked for is called off. Return how many."""
    due = TestRound.objects.filter(state=State.OPEN, draws_at__lte=now).order_by("draws_at", "pk")
    return jobs.sweep(due, _draw, now)


def close_due(*, now: datetime) -> int:
    """Close the tests whose time is over; return how many."""
    over = TestRound.objects.filter(state=State.DRAWN, closes_at__lte=now).order_by("pk")
    return jobs.sweep(over, _close, now)


def may_test(*, user: User, proposal: Proposal) -> bool:
    """Say whether they had a part in it: as author, supporter, amender, tester. Queries: at most 5."""
    authors = Authorship.objects.filter(proposal=proposal, user=user, state=Authorship.State.ACCEPTED)
    counted = Support.State.COUNTED
    supporters = Support.objects.filter(proposal=proposal, user=user, state=Support.State.RETURNED, before=counted)
    return authors.exists() or supporters.exists() or proposal_roles.is_contributor(user=user, proposal=proposal)


def lottery(people: Iterable[str], seed: str) -> tuple[str, ...]:
    """Return people (public ids) in the order of the draw: by the SHA-256 of `seed:person`. Pure."""
    return tuple(sorted(people, key=lambda person: (hash_of(f"{seed}:{person}"), person)))


def hash_of(text: str) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _draw(pk: int, now: datetime) -> int:
    with transaction.atomic():
        held = locking.proposal(TestRound.objects.values_list("proposal_id", flat=True).get(pk=pk))
        row = TestRound.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
        row.proposal = held
        if row.state != State.OPEN or row.draws_at > now:
            return 0
        testers = {each.user.public_id: each for each in row.testers.select_related("user")}
        if not testers:
            _end(held, row, State.CALLED_OFF, None, now)
            return 1
        for place, person in enumerate(lottery(testers, row.seed), start=1):
            testers[person].place, testers[person].is_drawn = place, place <= row.places
        Tester.objects.bulk_update(testers.values(), ["place", "is_drawn"], batch_size=100)
        steps.take(row, State.DRAWN, cause="drawn", now=now, data={"seed": row.seed, "wishes": len(testers)})
        notifying.drawn(row, list(testers.values()), now=now)
    return 1


def _close(pk: int, now: datetime) -> int:
    with transaction.atomic():
        held = locking.proposal(TestRound.objects.values_list("proposal_id", flat=True).get(pk=pk))
        row = TestRound.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
        if row.state != State.DRAWN or row.closes_at > now:
            return 0
        _end(held, row, State.CLOSED, None, now)
    return 1


def _end(held: Proposal, row: TestRound, state: str, by: User | None, now: datetime) -> None:
    cause = "test_closed" if state == State.CLOSED else "test_called_off"
    steps.take(row, state, actor=by, cause=cause, now=now)
    steps.take(held, Proposal.State.MAKING, actor=by, cause=cause, now=now, data={"test": row.pk}, updated_at=now)
    notifying.changed(held)


def _lock(test: TestRound) -> TestRound:
    rows = TestRound.objects.select_for_update(of=("self",), no_key=True).select_related("proposal__group")
    return rows.get(pk=test.pk)


def _questions(questions: Sequence[Question]) -> list[dict[str, str]]:
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise errors.Invalid(fields={"questions": _("Between one and twelve questions, please.")})
    if any(question.kind not in KINDS for question in questions):
        raise errors.Invalid(fields={"questions": _("Please choose one of the list.")})
    return [
        {
            "key": f"q{number}",
            "text": clean.line(question.text, field="questions", most=QUESTION_LENGTH, least=3),
            "kind": question.kind,
        }
        for number, question in enumerate(questions, start=1)
    ]


def _answers(test: TestRound, answers: Mapping[str, str]) -> dict[str, str]:
    kept, wrong = {}, {}
    for question in test.questions:
        said = answers.get(question["key"], "")
        if question["kind"] == "scale" and said not in ("1", "2", "3", "4", "5"):
            wrong[question["key"]] = _("Please choose from 1 to 5.")
        else:
            kept[question["key"]] = clean.block(said, field=question["key"], most=TEXT_LENGTH)
    if wrong:
        raise errors.Invalid(fields=wrong)
    return kept
