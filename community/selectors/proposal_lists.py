"""Proposals in lists: by what has become of them, the newest or the most supported in front, and one's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from community.models import Amendment, Authorship, Group, Proposal, Support
from community.models.support import LIVE
from community.selectors.proposal_roles import Viewer
from lib import paging
from live.selectors import topics

State = Proposal.State
PAGE = 20
MOST_OWN = 60
STAGES: dict[str, tuple[str, ...]] = {
    "open": (State.OPEN,),
    "waiting": (State.THRESHOLD, State.DUE),
    "making": (State.ACCEPTED, State.MAKING, State.TESTING, State.PRELAUNCH),
    "launched": (State.LAUNCHED,),
    "closed": (State.DECLINED, State.LAPSED, State.MERGED),
}
ORDERS = ("new", "support")


@dataclass(frozen=True)
class Card:
    """A proposal in a list. `mine` is the state of the viewer's support, "" without one; `version` its topic's."""

    proposal: Proposal
    mine: str = ""
    version: int = 0

    @property
    def percent(self) -> int:
        """How far the bar reaches; the words beside it are the plain count."""
        return min(100 * self.proposal.supporters // max(self.proposal.target, 1), 100)


@dataclass(frozen=True)
class Page:
    """A page of cards."""

    cards: tuple[Card, ...]
    next_cursor: str


@dataclass(frozen=True)
class Own:
    """What somebody writes, is asked to be named for, would change, and supports."""

    written: tuple[Proposal, ...]
    invited: tuple[Proposal, ...]
    amendments: tuple[Amendment, ...]
    supported: tuple[Card, ...]


def page(
    *, viewer: Viewer, stage: str = "open", order: str = "new", group: Group | None = None, after: str = ""
) -> Page:
    """Return a page of what `viewer` may see, of one of the STAGES, in one of the ORDERS. Queries: 1, members 2."""
    rows = Proposal.objects.published().visible_to(viewer).filter(state__in=STAGES.get(stage, STAGES["open"]))
    if group is not None:
        rows = rows.filter(group=group)
    found, cursor = _slice(rows.annotate(live_version=topics.version_beside("proposal")), order, after)
    return Page(cards(viewer, found), cursor)


def cards(viewer: Viewer, found: Sequence[Proposal]) -> tuple[Card, ...]:
    """Return proposals as cards. Queries: 1 for members, else none."""
    mine = _supports(viewer, found)
    return tuple(Card(each, mine.get(each.pk, ""), getattr(each, "live_version", 0)) for each in found)


def own(*, user: User) -> Own:
    """Return everything that is one's own, the newest in front. Queries: 3."""
    rows = Authorship.objects.filter(user=user, state__in=(Authorship.State.ACCEPTED, Authorship.State.INVITED))
    whole = ("proposal__group", "proposal__brand", "proposal__author")
    named = list(rows.select_related(*whole).order_by("-pk")[:MOST_OWN])
    named = [each for each in named if each.proposal.removed_at is None]
    changes = Amendment.objects.filter(author=user).select_related("proposal", "author").order_by("-pk")[:MOST_OWN]
    supports = Support.objects.filter(user=user, state__in=LIVE, proposal__removed_at=None)
    rows_of = supports.select_related(*whole).order_by("-pk")
    return Own(
        written=tuple(each.proposal for each in named if each.state == Authorship.State.ACCEPTED),
        invited=tuple(each.proposal for each in named if each.state == Authorship.State.INVITED),
        amendments=tuple(changes),
        supported=tuple(Card(each.proposal, each.state) for each in rows_of[:MOST_OWN]),
    )


def _slice(rows: QuerySet[Proposal], order: str, after: str) -> tuple[list[Proposal], str]:
    """Return a page and the cursor of the next, "" at the end. Garbage is the first page."""
    parts = [paging.whole(part) for part in paging.decode(after)]
    rows = rows.select_related("group", "brand", "author")
    by_support = order == "support"
    if by_support:
        rows = rows.order_by("-supporters", "-pk")
        if len(parts) == 2 and None not in parts:
            many, pk = parts
            rows = rows.filter(Q(supporters__lt=many) | Q(supporters=many, pk__lt=pk))
    else:
        rows = rows.order_by("-pk")
        if len(parts) == 1 and None not in parts:
            rows = rows.filter(pk__lt=parts[0])
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], paging.encode([last.supporters, last.pk] if by_support else [last.pk])


def _supports(viewer: Viewer, found: Iterable[Proposal]) -> dict[int, str]:
    if not viewer.is_authenticated:
        return {}
    rows = Support.objects.filter(user=viewer.pk, proposal__in=[each.pk for each in found], state__in=LIVE)
    return dict(rows.values_list("proposal_id", "state"))
