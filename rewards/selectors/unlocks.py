"""Unlocks: as their owner sees them, as everybody with the link does, as staff do, and counted for their brand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from lib import errors, paging
from rewards import paths
from rewards.models import LIVE_UNLOCK, Assist, Event, Reward, Unlock
from rewards.selectors import catalogue
from rewards.selectors.pictures import Picture

PAGE = 30
MOST_LIVE = 20
State = Unlock.State
STAGES = {
    "open": Q(state__in=(State.OPEN, State.WAITLISTED)),
    "unlocked": Q(state__in=(State.UNLOCKED, State.CLAIMED)),
    "over": Q(state__in=(State.EXPIRED, State.LEFT, State.REVOKED)),
}


@dataclass(frozen=True)
class Board:
    """The moving part of an unlock, the same for everybody who has its link."""

    unlock: Unlock

    @property
    def reward(self) -> Reward:
        return self.unlock.reward

    @property
    def seats(self) -> tuple[bool, ...]:
        """Return one for each friend that is needed: whether somebody has helped there."""
        return tuple(number < self.unlock.helped for number in range(self.unlock.needed))


@dataclass(frozen=True)
class Mine:
    """An unlock of the reader's, with those who helped where they were asked for."""

    unlock: Unlock
    url: str
    help_url: str
    picture: Picture | None
    assists: tuple[Assist, ...] = ()

    @property
    def reward(self) -> Reward:
        return self.unlock.reward

    @property
    def redemption_url(self) -> str:
        """Where what was claimed is."""
        return paths.of_redemption(self.unlock.redemption) if self.unlock.redemption else ""

    @property
    def may_claim(self) -> bool:
        return self.unlock.state == State.UNLOCKED

    @property
    def is_claimed(self) -> bool:
        return self.unlock.state == State.CLAIMED


@dataclass(frozen=True)
class Page:
    """A page of unlocks, newest first."""

    rows: tuple[Mine, ...]
    next_cursor: str


@dataclass(frozen=True)
class Figures:
    """How the help for a reward goes, in plain counts; `helps` are those that hold."""

    begun: int
    helps: int
    open: int
    waiting: int
    kept: int
    claimed: int
    ended: int

    @property
    def unlocked(self) -> int:
        return self.kept + self.claimed


@dataclass(frozen=True)
class Rows:
    """A page of unlocks for staff, newest first."""

    rows: tuple[Unlock, ...]
    next_cursor: str


def by_code(*, code: str) -> Unlock:
    """Return the unlock whose link it is, with its reward and owner. Queries: 1. Raises: NotFound."""
    row = _rows().filter(code=code, owner__is_active=True).first()
    if row is None:
        raise errors.NotFound(code="rewards.unlock_not_found")
    return row


def board(*, code: str) -> Board:
    """Return the moving part of an unlock. Queries: 1."""
    return Board(_rows().get(code=code))


def find(*, user: User, public_id: str) -> Mine:
    """Return an unlock of one's own with those who helped. Queries: 2. Raises: NotFound: it is another's, or none."""
    row = _rows().filter(owner=user, public_id=public_id).first()
    if row is None:
        raise errors.NotFound(code="rewards.unlock_not_found")
    return _mine(row, _assists(row).filter(reversal=None))


def live(*, user: User, reward: Reward | None = None) -> tuple[Mine, ...]:
    """Return one's unlocks of which something can still come, newest first. Queries: 1."""
    rows = _rows().filter(owner=user, state__in=LIVE_UNLOCK, **({"reward": reward} if reward else {}))
    return tuple(_mine(row) for row in rows.order_by("-pk")[:MOST_LIVE])


def listing(*, user: User, after: str = "") -> Page:
    """Return a page of all one's unlocks, newest first. Queries: 1."""
    found = _page(_rows().filter(owner=user), after)
    return Page(tuple(_mine(row) for row in found.rows), found.next_cursor)


def steps_of(unlock: Unlock) -> list[Event]:
    """Return every step, the oldest first. Queries: 1."""
    return list(Event.objects.filter(kind=Unlock.KIND, row_id=unlock.pk).order_by("seq"))


def figures(*, reward: Reward) -> Figures:
    """Return how the help for a reward goes. Queries: 2."""
    found = dict(Unlock.objects.filter(reward=reward).values_list("state").annotate(Count("pk")).order_by())
    return Figures(
        begun=sum(found.values()),
        helps=Assist.objects.filter(unlock__reward=reward, reversal=None).count(),
        open=found.get(State.OPEN, 0),
        waiting=found.get(State.WAITLISTED, 0),
        kept=found.get(State.UNLOCKED, 0),
        claimed=found.get(State.CLAIMED, 0),
        ended=sum(found.get(state, 0) for state in (State.EXPIRED, State.LEFT, State.REVOKED)),
    )


def for_staff(*, viewer: User, stage: str = "open", after: str = "") -> Rows:
    """Return a page of the unlocks of brands that `viewer` does not work for, in `stage` of STAGES. Queries: 1."""
    rows = _rows().filter(STAGES[stage]).exclude(reward__brand__staff__user=viewer)
    return _page(rows, after)


def get(*, public_id: str) -> Unlock:
    """Return one unlock for staff; who may see it the caller asks. Queries: 1. Raises: NotFound."""
    row = _rows().filter(public_id=public_id).first()
    if row is None:
        raise errors.NotFound(code="rewards.unlock_not_found")
    return row


def assists_of(unlock: Unlock) -> tuple[Assist, ...]:
    """Return every help with what staff said of it, the oldest first. Queries: 1."""
    return tuple(_assists(unlock))


def assist_of(unlock: Unlock, pk: int) -> Assist:
    """Return one help of the unlock. Queries: 1. Raises: NotFound."""
    row = _assists(unlock).filter(pk=pk).first()
    if row is None:
        raise errors.NotFound(code="rewards.assist_not_found")
    return row


def _assists(unlock: Unlock) -> QuerySet[Assist]:
    return Assist.objects.filter(unlock=unlock).select_related("helper", "reversal__by").order_by("pk")


def _rows() -> QuerySet[Unlock]:
    return Unlock.objects.select_related("reward__brand", "owner", "redemption")


def _page(rows: QuerySet[Unlock], after: str) -> Rows:
    shown, next_cursor = paging.newest(rows, after, PAGE)
    return Rows(tuple(shown), next_cursor)


def _mine(row: Unlock, assists: QuerySet[Assist] | None = None) -> Mine:
    return Mine(
        unlock=row,
        url=paths.of_unlock(row),
        help_url=paths.of_help(row),
        picture=catalogue.picture_of(row.reward),
        assists=tuple(assists) if assists is not None else (),
    )
