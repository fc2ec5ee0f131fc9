"""Challenges in lists: those that run, that come and that are over, and the few beside another page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gamify import paths
from gamify.models import Challenge, ChallengeTask, Consent, Entrant, Escrow
from gamify.querysets import Viewer
from gamify.registry import scopes
from gamify.selectors import challenges
from gamify.selectors.challenges import Burn
from lib import paging
from live.selectors import topics

State = Challenge.State
STAGES = ("running", "announced", "over")
_STATES = {
    "running": (State.RUNNING,),
    "announced": (State.ANNOUNCED,),
    "over": (State.CLOSING, State.SETTLED, State.CANCELLED),
}
PAGE, MOST = 24, 60
BESIDE = 2


@dataclass(frozen=True)
class Card:
    """A challenge in a list. `house` is who runs it, `disclosure` says that a brand pays, "" for a group's own.

    `entrant` is one's own part in it, `tasks` how many there are to do, `version` that of its topic.
    """

    challenge: Challenge
    house: str
    disclosure: str
    places: tuple[str, ...]
    burn: Burn
    tasks: int
    version: int
    entrant: Entrant | None

    @property
    def url(self) -> str:
        is_settled = self.challenge.state == State.SETTLED
        return paths.of_result(self.challenge) if is_settled else paths.of_challenge(self.challenge)

    @property
    def is_over(self) -> bool:
        return self.challenge.state in _STATES["over"]

    @property
    def done(self) -> int:
        """How many tasks are done: in a team, by all of it."""
        if self.entrant is None:
            return 0
        return self.entrant.team.done if self.entrant.team else self.entrant.done


@dataclass(frozen=True)
class Page:
    """A page of cards."""

    cards: tuple[Card, ...]
    next_cursor: str


@dataclass(frozen=True)
class Listing:
    """What runs and what comes, one's own in front, and a page of what is over, the latest in front."""

    running: tuple[Card, ...]
    announced: tuple[Card, ...]
    over: tuple[Card, ...]
    next_cursor: str


def listing(*, viewer: Viewer, after: str = "") -> Listing:
    """Return everything that `viewer` may see. Queries: 3 and 1 a kind of place, for members 2 more a kind and 1."""
    live = _rows(viewer).filter(state__in=_STATES["running"] + _STATES["announced"]).order_by("ends_at", "pk")[:MOST]
    over, cursor = paging.newest(_rows(viewer).filter(state__in=_STATES["over"]), after, PAGE)
    cards = _cards(viewer, [*live, *over])
    mine_first = sorted((card for card in cards if not card.is_over), key=lambda card: card.entrant is None)
    return Listing(
        running=tuple(card for card in mine_first if card.challenge.state == State.RUNNING),
        announced=tuple(card for card in mine_first if card.challenge.state == State.ANNOUNCED),
        over=tuple(card for card in cards if card.is_over),
        next_cursor=cursor,
    )


def page(*, viewer: Viewer, stage: str = "", after: str = "") -> Page:
    """Return announced challenges, the latest in front; of one of the STAGES only, or `mine`. Queries: as `listing`."""
    rows = _rows(viewer)
    if stage == "mine":
        rows = rows.filter(pk__in=Entrant.objects.filter(user=viewer.pk, left_at=None).values("challenge"))
    elif stage in _STATES:
        rows = rows.filter(state__in=_STATES[stage])
    found, cursor = paging.newest(rows, after, PAGE)
    return Page(tuple(_cards(viewer, found)), cursor)


def of_house(*, viewer: Viewer, rows: QuerySet[Challenge], after: str = "") -> Page:
    """Return a page of `rows` as cards, for those who may see all of them. Queries: as `page`."""
    found, cursor = paging.newest(_with_tasks(rows), after, PAGE)
    return Page(tuple(_cards(viewer, found)), cursor)


def beside(*, viewer: Viewer, scope: str = "") -> tuple[Card, ...]:
    """Return the few that run, one's own in front, those that end first; with `scope` those of that place only."""
    found = list(_rows(viewer).filter(state=State.RUNNING).order_by("ends_at", "pk")[:MOST])
    if scope:
        found = [each for each in found if scope == each.scope or scope in each.places]
    cards = _cards(viewer, found)
    return tuple(sorted(cards, key=lambda card: card.entrant is None)[:BESIDE])


def won_by(*, viewer: Viewer, person_id: int, most: int = 6) -> tuple[Challenge, ...]:
    """Return the challenges that somebody won, as far as `viewer` may see them, the latest in front. Queries: 1 and
    those of `visible_to`.
    """
    won = Entrant.objects.filter(user=person_id, prizes__state="given").values("challenge")
    rows = Challenge.objects.visible_to(viewer).filter(state=State.SETTLED, pk__in=won).select_related("brand")
    return tuple(rows.order_by("-settled_at", "-pk")[:most])


def running_in(*, scope: str) -> tuple[int, int]:
    """Return how many challenges of brands run in a place, and how many run there in all. Queries: 2."""
    agreed = Consent.objects.filter(scope=scope, state=Consent.State.AGREED, challenge__state=State.RUNNING)
    brands = agreed.filter(challenge__brand__isnull=False).count()
    return brands, brands + Challenge.objects.filter(scope=scope, state=State.RUNNING).count()


def _rows(viewer: Viewer) -> QuerySet[Challenge]:
    return _with_tasks(Challenge.objects.visible_to(viewer).announced())


def _with_tasks(rows: QuerySet[Challenge]) -> QuerySet[Challenge]:
    counted = ChallengeTask.objects.filter(challenge=OuterRef("pk")).order_by().values("challenge")
    count = Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)
    return rows.select_related("brand", "escrow").annotate(
        tasks_count=count, live_version=topics.version_beside("challenge")
    )


def _cards(viewer: Viewer, found: Sequence[Challenge]) -> list[Card]:
    own: dict[int, Entrant] = {}
    if viewer.is_authenticated:
        mine = Entrant.objects.filter(user=viewer, challenge__in=[each.pk for each in found], left_at=None)
        own = {entrant.challenge_id: entrant for entrant in mine.select_related("team")}
    names = scopes.visible(viewer, sorted({place for each in found for place in (*each.places, each.scope) if place}))
    return [
        Card(
            challenge=each,
            house=challenges.house_of(each, names),
            disclosure=challenges.disclosure(each),
            places=tuple(names[place] for place in each.places if place in names),
            burn=_burn(each),
            tasks=getattr(each, "tasks_count", 0),
            version=getattr(each, "live_version", 0),
            entrant=own.get(each.pk),
        )
        for each in found
    ]


def _burn(each: Challenge) -> Burn:
    """Return where the budget is, without what is promised, which a list does not count."""
    escrow: Escrow | None = getattr(each, "escrow", None)
    return Burn(escrow.amount, escrow.paid, escrow.returned, 0) if escrow else Burn(0, 0, 0, 0)
