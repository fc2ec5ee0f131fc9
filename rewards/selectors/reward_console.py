"""Rewards and their redemptions as the people of the brand see them, who never see a code; and what staff review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Brand, User
from lib import errors, paging
from rewards.models import Redemption, RedemptionAddress, Reward
from rewards.selectors import addresses, catalogue
from rewards.selectors.pictures import Picture

PAGE, MOST_ROWS = 30, 50_000
State = Redemption.State
STAGES = {
    "answer": Q(state=State.RESERVED),
    "send": Q(state=State.APPROVED, address__isnull=False),
    "missing": Q(state=State.APPROVED, address=None),
    "given": Q(state__in=(State.ISSUED, State.USED)),
    "over": Q(state__in=(State.EXPIRED, State.REJECTED, State.CANCELLED, State.REVERSED)),
}


@dataclass(frozen=True)
class Line:
    """A redemption as its brand sees it: never a code; where to only for those who pack, until it is erased."""

    redemption: Redemption
    address: RedemptionAddress | None

    @property
    def address_lines(self) -> tuple[str, ...]:
        return addresses.lines(self.address) if self.address else ()


@dataclass(frozen=True)
class Lines:
    """A page of a reward's redemptions, the oldest first."""

    rows: tuple[Line, ...]
    next_cursor: str


@dataclass(frozen=True)
class Row:
    """A reward in its brand's list."""

    reward: Reward
    picture: Picture | None
    waiting: int
    to_send: int


@dataclass(frozen=True)
class Rows:
    """A page of the brand's rewards, newest first."""

    rows: tuple[Row, ...]
    next_cursor: str


@dataclass(frozen=True)
class Figures:
    """How a reward goes, in plain counts."""

    waiting: int
    to_send: int
    given: int
    used: int
    expired: int
    went_back: int
    spark_spent: int
    spark_held: int


def page(*, reward: Reward, stage: str, may_ship: bool, after: str = "") -> Lines:
    """Return a page of a reward's redemptions in `stage` (of STAGES). Queries: 1."""
    cursor = paging.decode(after)
    since = paging.whole(cursor[0]) if cursor else None
    found = list(_lines(reward, stage).filter(pk__gt=since or 0)[: PAGE + 1])
    rows = tuple(_line(row, reward, may_ship) for row in found[:PAGE])
    return Lines(rows, paging.encode([found[PAGE - 1].pk]) if len(found) > PAGE else "")


def every(*, reward: Reward, stage: str, may_ship: bool) -> Iterator[Line]:
    """Return the redemptions in `stage` for a table, the first MOST_ROWS. Queries: 1."""
    rows = _lines(reward, stage)[:MOST_ROWS]
    return (_line(row, reward, may_ship) for row in rows.iterator(chunk_size=1000))


def get(*, reward: Reward, public_id: str) -> Redemption:
    """Return one redemption of the reward. Queries: 1. Raises: NotFound."""
    row = Redemption.objects.select_related("user").filter(reward=reward, public_id=public_id).first()
    if row is None:
        raise errors.NotFound(code="rewards.redemption_not_found")
    row.reward = reward
    return row


def of_brand(*, brand: Brand, after: str = "") -> Rows:
    """Return the rewards of `brand`, newest first. Queries: 1."""
    counted = Reward.objects.filter(brand=brand).annotate(
        waiting=Count("redemptions", filter=Q(redemptions__state=State.RESERVED)),
        to_send=Count("redemptions", filter=Q(redemptions__state=State.APPROVED)),
    )
    shown, next_cursor = paging.newest(counted.select_related("brand"), after, PAGE)
    made = tuple(
        Row(row, catalogue.picture_of(row), row.waiting, row.to_send)  # type: ignore[attr-defined]
        for row in shown
    )
    return Rows(made, next_cursor)


def figures(*, reward: Reward) -> Figures:
    """Return how the reward goes. Queries: 1."""
    rows = Redemption.objects.filter(reward=reward).values_list("state").annotate(n=Count("pk"), spark=Sum("price"))
    found = {state: (n, spark) for state, n, spark in rows.order_by()}
    back = reward.gives_back

    def count(*states: str) -> int:
        return sum(found.get(state, (0, 0))[0] for state in states)

    def spark(*states: str) -> int:
        return sum(found.get(state, (0, 0))[1] for state in states)

    return Figures(
        waiting=count(State.RESERVED),
        to_send=count(State.APPROVED),
        given=count(State.ISSUED),
        used=count(State.USED),
        expired=count(State.EXPIRED),
        went_back=count(State.REJECTED, State.CANCELLED, State.REVERSED),
        spark_spent=spark(State.ISSUED, State.USED, *(() if back else (State.EXPIRED,))),
        spark_held=spark(State.RESERVED, State.APPROVED),
    )


def waiting_rewards(*, viewer: User) -> tuple[Reward, ...]:
    """Return the rewards in review of brands `viewer` does not work for, longest waiting first. Queries: 1."""
    rows = Reward.objects.filter(state=Reward.State.REVIEW).exclude(brand__staff__user=viewer)
    return tuple(rows.select_related("brand", "created_by").order_by("pk")[:100])


def _lines(reward: Reward, stage: str) -> QuerySet[Redemption]:
    rows = Redemption.objects.filter(STAGES[stage], reward=reward).select_related("user", "address")
    return rows.order_by("pk")


def _line(row: Redemption, reward: Reward, may_ship: bool) -> Line:
    row.reward = reward
    shows = may_ship and row.state in (State.APPROVED, State.ISSUED, State.USED)
    return Line(row, getattr(row, "address", None) if shows else None)
