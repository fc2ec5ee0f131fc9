"""The garden as pages and the API show it: what one may plant, what grows where, and one's own part in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Sum, When

from accounts.models import Brand, User
from lib import errors
from rewards import paths
from rewards.models import Plant, Seed, Watering
from rewards.services.garden import places, watering

if TYPE_CHECKING:
    from rewards.querysets import Viewer

STAGES = 6
RECENT, MOST, OFFERED = 8, 60, 30
State = Plant.State


@dataclass(frozen=True)
class Card:
    """A plant as everybody may see it who may see its place. `stage` goes from 0 (a seed) to STAGES (ripe)."""

    plant: Plant
    place: str
    url: str
    people: int

    @property
    def stage(self) -> int:
        if self.plant.state in (State.RIPE, State.HARVESTED):
            return STAGES
        return self.plant.watered * STAGES // self.plant.goal

    @property
    def is_growing(self) -> bool:
        return self.plant.state == State.GROWING

    @property
    def percent(self) -> int:
        """How much of its bar is full; the words beside it give the true numbers."""
        return self.plant.watered * 100 // self.plant.goal


@dataclass(frozen=True)
class Pour:
    """What somebody gave, lately."""

    user: User
    watering: Watering


@dataclass(frozen=True)
class Board(Card):
    """The moving part of a plant's page, the same for everybody."""

    pours: tuple[Pour, ...]


@dataclass(frozen=True)
class Mine:
    """One's own part: the sunshine one has for it, what one gave, and whether one belongs there."""

    has: int
    gave: int
    belongs: bool

    @property
    def may_water(self) -> bool:
        return self.belongs and self.has > 0


@dataclass(frozen=True)
class Bed:
    """A place of one's own where something may be planted."""

    scope: str
    name: str


@dataclass(frozen=True)
class Bedside:
    """What the page of a place shows of its garden: a plant, if there is one, and whether the viewer may plant."""

    card: Card | None
    may_plant: bool


def topic_of(pk: int) -> str:
    return f"plant:{pk}"


def find(*, viewer: Viewer, public_id: str) -> Plant:
    """Return a plant of a place that the viewer may see. Queries: 2. Raises: NotFound."""
    plant = _rows().filter(public_id=public_id).first()
    if plant is None or not places.may_see(viewer, plant.scope):
        raise errors.NotFound(code="rewards.plant_not_found")
    return plant


def board(*, pk: int) -> Board:
    """Return the board of a plant. Queries: 4."""
    plant = _rows().get(pk=pk)
    people = Watering.objects.filter(plant=plant).aggregate(people=Count("user", distinct=True))["people"]
    latest = Watering.objects.filter(plant=plant).select_related("user").order_by("-pk")[:RECENT]
    pours = tuple(Pour(row.user, row) for row in latest)
    return Board(plant, places.names([plant.scope]).get(plant.scope, ""), paths.of_plant(plant), people, pours)


def mine(*, viewer: Viewer, plant: Plant) -> Mine:
    """Return the viewer's part. Queries: at most 4, none for visitors."""
    if not viewer.is_authenticated:
        return Mine(0, 0, belongs=False)
    gave = Watering.objects.filter(plant=plant, user=viewer).aggregate(sum=Sum("amount"))["sum"] or 0
    belongs = places.is_mine(viewer, plant.scope)
    is_growing = plant.state == State.GROWING
    return Mine(watering.has(viewer, plant) if belongs and is_growing else 0, gave, belongs)


def own(*, user: User) -> tuple[Card, ...]:
    """Return what grows, is ripe or was harvested in the user's places, the growing first. Queries: 5 or 6."""
    rows = _rows().filter(scope__in=places.mine(user)).exclude(state=State.WITHERED)
    found = cards(rows.order_by("-pk")[:MOST])
    return tuple(sorted(found, key=lambda card: not card.is_growing))


def for_home(*, viewer: Viewer) -> Card | None:
    """Return what grows where the viewer belongs, what they watered first, then what ends first. Queries: at most 6."""
    if not viewer.is_authenticated or viewer.game_hidden:
        return None
    given = Watering.objects.filter(plant=OuterRef("pk"), user=viewer)
    rows = _rows().filter(scope__in=places.mine(viewer), state=State.GROWING)
    return next(iter(cards(rows.order_by(Exists(given).desc(), "ends_at", "pk")[:1])), None)


def of_place(*, viewer: Viewer, scope: str) -> Bedside | None:
    """Return what stands beside the page of a place: what grows there, else what came of the last; nothing else of
    places that the viewer may not see. Queries: at most 7."""
    if not places.may_see(viewer, scope):
        return None
    rows = _rows().filter(scope=scope).exclude(state=State.WITHERED)
    found = next(iter(cards(rows.order_by(Case(When(state=State.GROWING, then=0), default=1), "-pk")[:1])), None)
    is_free = not (found and found.is_growing)
    may_plant = is_free and viewer.is_authenticated and places.is_mine(viewer, scope) and bool(offered())
    return Bedside(found, may_plant) if found or may_plant else None


def public(*, viewer: Viewer, without: Iterable[str] = ()) -> tuple[Card, ...]:
    """Return plants of other places that the viewer may see, the latest first. Queries: 2, and 1 for each place."""
    rows = _rows().exclude(scope__in=tuple(without)).exclude(state=State.WITHERED).order_by("-pk")[:MOST]
    seen: dict[str, bool] = {}
    shown = []
    for plant in rows:
        if plant.scope not in seen:
            seen[plant.scope] = places.may_see(viewer, plant.scope)
        if seen[plant.scope]:
            shown.append(plant)
    return cards(shown[:RECENT])


def cards(plants: Iterable[Plant]) -> tuple[Card, ...]:
    """Return plants as cards. Queries: 2 or 3."""
    found = list(plants)
    if not found:
        return ()
    counted = (
        Watering.objects.filter(plant__in=found).values_list("plant").annotate(people=Count("user", distinct=True))
    )
    people = dict(counted)
    names = places.names({plant.scope for plant in found})
    return tuple(
        Card(plant, names.get(plant.scope, ""), paths.of_plant(plant), people.get(plant.pk, 0)) for plant in found
    )


def offered() -> tuple[Seed, ...]:
    """Return the seeds that can be planted, those with harvests left first. Queries: 1."""
    rows = Seed.objects.filter(state=Seed.State.OPEN).select_related("brand").order_by("-pk")[:OFFERED]
    return tuple(sorted(rows, key=lambda seed: seed.left == 0))


def find_seed(*, viewer: Viewer, public_id: str) -> Seed:
    """Return a seed that the viewer may see. Queries: 1. Raises: NotFound."""
    seed = Seed.objects.visible_to(viewer).select_related("brand").filter(public_id=public_id).first()
    if seed is None:
        raise errors.NotFound(code="rewards.seed_not_found")
    return seed


def beds(*, user: User) -> tuple[Bed, ...]:
    """Return the user's places in which nothing grows. Queries: at most 5."""
    own_places = places.mine(user)
    busy = set(Plant.objects.filter(scope__in=own_places, state=State.GROWING).values_list("scope", flat=True))
    free = [scope for scope in own_places if scope not in busy]
    names = places.names(free)
    return tuple(Bed(scope, names[scope]) for scope in free if scope in names)


def of_brand(*, brand: Brand) -> Sequence[Seed]:
    """Return a brand's seeds, the latest first. Queries: 1."""
    return list(Seed.objects.filter(brand=brand).order_by("-pk")[:MOST])


def plants_of(*, seed: Seed) -> tuple[Card, ...]:
    """Return what grew of a seed, what waits for its harvest first. Queries: 3 or 4."""
    found = cards(_rows().filter(seed=seed).order_by("-pk")[:MOST])
    return tuple(sorted(found, key=lambda card: card.plant.state != State.RIPE))


def in_review(*, viewer: User) -> tuple[Seed, ...]:
    """Return the seeds that wait for staff, without those of brands the viewer works for. Queries: 1."""
    rows = Seed.objects.filter(state=Seed.State.REVIEW).exclude(brand__staff__user=viewer)
    return tuple(rows.select_related("brand", "created_by").order_by("pk")[:MOST])


def _rows() -> QuerySet[Plant]:
    return Plant.objects.select_related("seed__brand", "planted_by")
