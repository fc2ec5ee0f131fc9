"""What the brand said and shows of the making, and its tests: the same for everybody who may see the proposal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from community.models import BrandAnswer, MakingPicture, MakingUpdate, Proposal, Tester, TestRound
from community.proposal_policies import ProposalAction, may
from community.selectors import proposal_queues
from community.selectors.proposal_roles import Viewer
from lib import errors, paging

MOST, PAGE = 60, 50
Found = TypeVar("Found", MakingUpdate, TestRound)


@dataclass(frozen=True)
class Making:
    """The answers, the news and the tests of a proposal, the latest first."""

    answers: tuple[BrandAnswer, ...]
    news: tuple[MakingUpdate, ...]
    tests: tuple[TestRound, ...]


@dataclass(frozen=True)
class Scale:
    """How testers answered from 1 to 5: `counts` are (value, how many, percent of the most)."""

    text: str
    counts: tuple[tuple[int, int, int], ...]
    total: int
    mean: float | None


@dataclass(frozen=True)
class Said:
    """What testers wrote, without their names, in an order that says nothing about them."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Testers:
    """Some of those who asked to test, in the order of the draw once it is drawn, and the cursor to the next ones."""

    people: tuple[Tester, ...]
    next_cursor: str = ""


@dataclass(frozen=True)
class Draw:
    """How many asked to test, were drawn and answered."""

    asked: int
    drawn: int
    answered: int


def making(*, proposal: Proposal) -> Making:
    """Return what is shown of the making. Queries: 3, one more when there is news."""
    return Making(answers(proposal=proposal), news(proposal=proposal), tests(proposal=proposal))


def answers(*, proposal: Proposal) -> tuple[BrandAnswer, ...]:
    """Return the public answers, the latest first. Queries: 1."""
    revealed = BrandAnswer.objects.filter(proposal=proposal, state=BrandAnswer.State.REVEALED)
    return tuple(revealed.select_related("by").order_by("-pk"))


def news(*, proposal: Proposal) -> tuple[MakingUpdate, ...]:
    """Return the news with their pictures, the latest first. Queries: 1, 2 when there is any."""
    return tuple(_shown(MakingUpdate.objects.filter(proposal=proposal, removed_at=None)).order_by("-pk")[:MOST])


def tests(*, proposal: Proposal) -> tuple[TestRound, ...]:
    """Return the tests, the latest first, with how many asked and answered. Queries: 1."""
    wishes = Count("testers", distinct=True)
    said = Count("testers", filter=Q(testers__answered_at__isnull=False), distinct=True)
    rows = TestRound.objects.filter(proposal=proposal).annotate(wishes=wishes, said=said)
    return tuple(rows.select_related("prototype").order_by("-number"))


def told(*, proposal: Proposal, public_id: str) -> MakingUpdate:
    """Return news of the proposal, with its pictures. Queries: 2. Raises: NotFound."""
    rows = MakingUpdate.objects.filter(proposal=proposal, public_id=public_id, removed_at=None)
    return _one(_shown(rows).select_related("proposal").first())


def picture(*, viewer: Viewer, public_id: str) -> MakingPicture:
    """Return a picture of news that `viewer` may read; the brand that is asked may. Of news that were taken away it is
    for who judges them. Queries: 2. Raises: NotFound.
    """
    row = MakingPicture.objects.filter(public_id=public_id).select_related("update__proposal").first()
    if row is None:
        raise errors.NotFound(code="community.image_not_found")
    _proposal, roles = proposal_queues.get(user=viewer, public_id=row.update.proposal.public_id)
    if not (row.update.is_published or may(ProposalAction.REVIEW, roles)):
        raise errors.NotFound(code="community.image_not_found")
    return row


def _shown(rows: QuerySet[MakingUpdate]) -> QuerySet[MakingUpdate]:
    pictures = Prefetch("pictures", queryset=MakingPicture.objects.order_by("position"))
    return rows.select_related("by").prefetch_related(pictures)


def find_prepared(*, proposal: Proposal) -> BrandAnswer | None:
    """Return the answer that only the brand sees. Queries: 1."""
    return BrandAnswer.objects.filter(proposal=proposal, state=BrandAnswer.State.PREPARED).first()


def prototype(*, proposal: Proposal, public_id: str) -> MakingUpdate:
    """Return a prototype of the proposal. Queries: 1. Raises: NotFound."""
    shown = MakingUpdate.objects.filter(proposal=proposal, removed_at=None)
    rows = shown.filter(kind=MakingUpdate.Kind.PROTOTYPE)
    return _one(rows.select_related("proposal").filter(public_id=public_id).first())


def test(*, proposal: Proposal, public_id: str) -> TestRound:
    """Return a test of the proposal. Queries: 1. Raises: NotFound."""
    rows = TestRound.objects.filter(proposal=proposal).select_related("proposal__group", "prototype")
    return _one(rows.filter(public_id=public_id).first())


def draw(*, test: TestRound) -> Draw:
    """Return how many asked to take part, and how the draw went. Queries: 1."""
    drawn, answered = Count("pk", filter=Q(is_drawn=True)), Count("pk", filter=Q(answered_at__isnull=False))
    return Draw(**test.testers.aggregate(asked=Count("pk"), drawn=drawn, answered=answered))


def asked(*, test: TestRound, after: str = "") -> Testers:
    """Return who asked to take part: before the draw as they came, then by their place in it. Queries: 1.

    A cursor from before the draw leads to its first place.
    """
    column = "pk" if test.state in (TestRound.State.OPEN, TestRound.State.CALLED_OFF) else "place"
    rows = test.testers.select_related("user").order_by(column)
    match paging.decode(after):
        case [str(kind), number] if kind == column and paging.whole(number) is not None:
            rows = rows.filter(**{f"{column}__gt": number})
    found = list(rows[: PAGE + 1])
    shown = tuple(found[:PAGE])
    return Testers(shown, paging.encode([column, getattr(shown[-1], column)]) if len(found) > PAGE else "")


def mine(*, user: Viewer, test: TestRound) -> Tester | None:
    """Return one's own place in a test. Queries: 1, none for visitors."""
    return Tester.objects.filter(round=test, user=user).first() if isinstance(user, User) else None


def results(*, test: TestRound) -> tuple[Scale | Said, ...]:
    """Return what the testers answered, question by question. Queries: 1."""
    rows = list(test.testers.filter(answered_at__isnull=False).values_list("answers", flat=True))
    return tuple(_result(question, rows) for question in test.questions)


def _result(question: dict[str, str], rows: list[dict[str, str]]) -> Scale | Said:
    said = [row[question["key"]] for row in rows if row.get(question["key"])]
    if question["kind"] != "scale":
        return Said(question["text"], tuple(sorted(said)))
    numbers = Counter(int(value) for value in said)
    most = max(numbers.values(), default=0)
    counts = tuple((n, numbers[n], 100 * numbers[n] // most if most else 0) for n in range(1, 6))
    mean = sum(int(value) for value in said) / len(said) if said else None
    return Scale(question["text"], counts, len(said), mean)


def _one(found: Found | None) -> Found:
    if found is None:
        raise errors.NotFound(code="community.test_not_found")
    return found
