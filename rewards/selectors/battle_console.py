"""Battles as the people of their brand, and the staff who review them, see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Brand, User
from gamify.registry import scopes
from lib import paging
from rewards import scoring
from rewards.models import Battle, Objection
from rewards.selectors import battles
from rewards.selectors.battles import Card

PAGE = 20
MOST = 100
State = Battle.State


@dataclass(frozen=True)
class Rows:
    """A page of the brand's battles, newest first."""

    cards: tuple[Card, ...]
    next_cursor: str


@dataclass(frozen=True)
class Sight:
    """The public page of a draft, as it will be; `places` are the names of the groups behind its teams."""

    card: Card
    sources: tuple[tuple[scoring.Source, int], ...]
    places: tuple[tuple[str, str], ...]


def listing(*, brand: Brand, after: str = "") -> Rows:
    """Return the battles of `brand`, newest first. Queries: 2."""
    cursor = paging.decode(after)
    before = paging.whole(cursor[0]) if cursor else None
    rows = Battle.objects.filter(brand=brand, **({"pk__lt": before} if before else {})).order_by("-pk")
    found = list(rows.select_related("brand", "campaign").prefetch_related("teams")[: PAGE + 1])
    shown = found[:PAGE]
    return Rows(tuple(map(battles.card, shown)), paging.encode([shown[-1].pk]) if len(found) > PAGE else "")


def fresh(battle: Battle) -> Battle:
    """Return the battle as it is kept, with brand, campaign and teams. Queries: 2."""
    return Battle.objects.select_related("brand", "campaign").prefetch_related("teams").get(pk=battle.pk)


def preview(*, battle: Battle) -> Sight:
    """Return what a draft will look like. Queries: 1 a kind of place, none without one, and the teams."""
    teams = list(battle.teams.all())
    names = scopes.names([team.scope for team in teams if team.scope])
    worth = battle.sources
    return Sight(
        card=battles.card(battle),
        sources=tuple((source, worth[source.key]) for source in scoring.every() if worth.get(source.key)),
        places=tuple((team.name, names.get(team.scope, "")) for team in teams),
    )


def waiting(*, viewer: User) -> tuple[Battle, ...]:
    """Return the battles in review, and counted ones with objections, of brands `viewer` does not work for.

    Longest waiting first. Queries: 1.
    """
    open_ones = Count("objections", filter=Q(objections__answered_at=None))
    rows = Battle.objects.annotate(open_objections=open_ones)
    rows = rows.filter(Q(state=State.REVIEW) | Q(state=State.TALLIED, open_objections__gt=0))
    rows = rows.exclude(brand__staff__user=viewer).select_related("brand", "created_by")
    return tuple(rows.order_by("pk")[:MOST])


def objections(*, battle: Battle) -> tuple[Objection, ...]:
    """Return what was said against the count, open ones first. Queries: 1."""
    rows = Objection.objects.filter(battle=battle).select_related("user", "answered_by")
    return tuple(sorted(rows.order_by("pk"), key=lambda row: row.answered_at is not None))
