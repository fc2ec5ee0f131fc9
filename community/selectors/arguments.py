"""What is said for and against a proposal: the best of each side, all of it, and what both camps agree on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.selectors import hiding
from community import consensus
from community.models import Argument, Proposal, Stance
from community.selectors.proposal_roles import Viewer
from lib import errors, paging

BEST = 3
PAGE = 20
MAJORITY = 50  # percent: surely more than half of each camp
MOST_STANCES = 20_000  # the newest; more would only make the page slower, not the answer better
_WEIGHTS = {Stance.Kind.AGREE: 1, Stance.Kind.DISAGREE: -1, Stance.Kind.UNSURE: 0}


@dataclass(frozen=True)
class Line:
    """An argument, and what the viewer thinks of it, "" for nothing yet; one of a person they hid is folded."""

    argument: Argument
    mine: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Best:
    """The most agreed of both sides, and how many there are."""

    supporting: tuple[Line, ...]
    opposing: tuple[Line, ...]
    more: bool


@dataclass(frozen=True)
class Page:
    """A page of one side, the most agreed in front."""

    lines: tuple[Line, ...]
    next_cursor: str


@dataclass(frozen=True)
class Bridge:
    """An argument that both camps agree on, and how many of each do: `((agree, of), (agree, of))`."""

    argument: Argument
    score: int
    camps: tuple[tuple[int, int], ...]


def best(*, viewer: Viewer, proposal: Proposal) -> Best:
    """Return the best of both sides. Queries: 2, and those of `lines`."""
    sides = [list(_rows(proposal, side)[: BEST + 1]) for side in (Argument.Side.FOR, Argument.Side.AGAINST)]
    found = lines(viewer, [row for side in sides for row in side[:BEST]])
    by_side = {side: tuple(line for line in found if line.argument.side == side) for side in Argument.Side.values}
    return Best(by_side["for"], by_side["against"], any(len(side) > BEST for side in sides))


def page(*, viewer: Viewer, proposal: Proposal, side: str, after: str = "") -> Page:
    """Return a page of the arguments of one side. Queries: 1, and those of `lines`."""
    rows = _rows(proposal, side if side in Argument.Side.values else Argument.Side.FOR)
    match paging.decode(after):
        case [agree, pk] if paging.whole(agree) is not None and paging.whole(pk) is not None:
            rows = rows.filter(Q(agree__lt=agree) | Q(agree=agree, pk__lt=pk))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(tuple(lines(viewer, found[:PAGE])), paging.encode([last.agree, last.pk]) if last else "")


def bridges(*, proposal: Proposal) -> tuple[Bridge, ...]:
    """Return what both camps agree on, the most in front; empty while it is too early to say. Queries: 2."""
    arguments = {each.public_id: each for each in _kept(proposal)}
    stances: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Stance.objects.filter(argument__proposal=proposal, argument__removed_at=None).order_by("-pk")
    for person, argument, kind in rows.values_list("user_id", "argument__public_id", "kind")[:MOST_STANCES]:
        stances[str(person)][argument] = _WEIGHTS[Stance.Kind(kind)]
    return tuple(
        Bridge(arguments[each.argument], each.score, each.camps)
        for each in consensus.agreed(stances)
        if each.score is not None and each.score > MAJORITY and each.argument in arguments
    )


def get(*, proposal: Proposal, public_id: str) -> Argument:
    """Return an argument about a proposal that somebody may see. Queries: 1. Raises: NotFound."""
    row = _kept(proposal).filter(public_id=public_id).first()
    if row is None:
        raise errors.NotFound(code="community.argument_not_found")
    row.proposal = proposal
    return row


def _kept(proposal: Proposal) -> QuerySet[Argument]:
    return Argument.objects.filter(proposal=proposal, removed_at=None).select_related("author")


def _rows(proposal: Proposal, side: str) -> QuerySet[Argument]:
    return _kept(proposal).filter(side=side).order_by("-agree", "-pk")


def lines(viewer: Viewer, rows: list[Argument]) -> list[Line]:
    """Return the arguments as `viewer` sees them. Queries: 1 for members, 2 for who hides people."""
    mine: dict[int, str] = {}
    if viewer.is_authenticated:
        stances = Stance.objects.filter(user=viewer.pk, argument__in=[row.pk for row in rows])
        mine = dict(stances.values_list("argument_id", "kind"))
    hidden = hiding.pks_of(viewer)
    return [Line(row, mine.get(row.pk, ""), row.author_id in hidden) for row in rows]
