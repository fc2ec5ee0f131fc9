"""Redemptions as their member sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from lib import errors, paging
from rewards import paths
from rewards.models import Event, Redemption, RedemptionAddress, Reward
from rewards.selectors import addresses, catalogue
from rewards.selectors.pictures import Picture
from rewards.services import promises

PAGE = 30
State = Redemption.State
LIVE = (State.RESERVED, State.APPROVED, State.ISSUED)


@dataclass(frozen=True)
class Mine:
    """A redemption of the reader's. `code` is theirs alone."""

    redemption: Redemption
    url: str
    picture: Picture | None
    code: str = ""
    address: RedemptionAddress | None = None

    @property
    def reward(self) -> Reward:
        return self.redemption.reward

    @property
    def is_free(self) -> bool:
        """Whether friends unlocked it, or it was won."""
        return not self.redemption.price

    @property
    def is_live(self) -> bool:
        return self.redemption.state in LIVE

    @property
    def is_late(self) -> bool:
        """Whether it should have been sent by now."""
        return self.redemption.state == State.APPROVED and self.redemption.late_at is not None

    @property
    def ship_by(self) -> datetime | None:
        """By when it is to be sent, while it is not."""
        return self.redemption.ship_by if self.redemption.state == State.APPROVED else None

    @property
    def back_at(self) -> datetime | None:
        """When the spark of a late one comes back by itself."""
        late_at = self.redemption.late_at if self.is_late and not self.is_free else None
        return late_at + promises.GRACE if late_at else None

    @property
    def may_cancel(self) -> bool:
        return self.redemption.state in (State.RESERVED, State.APPROVED)

    @property
    def may_say_where(self) -> bool:
        return self.reward.is_item and self.may_cancel

    @property
    def lacks_address(self) -> bool:
        return self.may_say_where and self.address is None

    @property
    def address_lines(self) -> tuple[str, ...]:
        return addresses.lines(self.address) if self.address else ()

    @property
    def may_use(self) -> bool:
        return self.redemption.state == State.ISSUED


@dataclass(frozen=True)
class Page:
    """A page of one's redemptions, newest first."""

    rows: tuple[Mine, ...]
    next_cursor: str

    @property
    def live(self) -> list[Mine]:
        return [row for row in self.rows if row.is_live]

    @property
    def over(self) -> list[Mine]:
        return [row for row in self.rows if not row.is_live]


def listing(*, user: User, after: str = "") -> Page:
    """Return one's redemptions, newest first; without their codes, which stand on their own pages. Queries: 1."""
    rows = _own(user).select_related("reward__brand", "address")
    shown, next_cursor = paging.newest(rows, after, PAGE)
    return Page(tuple(_mine(row) for row in shown), next_cursor)


def find(*, user: User, public_id: str) -> Mine:
    """Return one redemption of one's own, with its code. Queries: 1. Raises: NotFound: it is another's, or none."""
    rows = _own(user).select_related("reward__brand", "address", "code", "user")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise errors.NotFound(code="rewards.redemption_not_found")
    return _mine(row, with_code=True)


def of_reward(*, user: User, reward: Reward) -> tuple[Mine, ...]:
    """Return one's redemptions of a reward that are not over, newest first. Queries: 1."""
    rows = Redemption.objects.filter(user=user, reward=reward, state__in=(*LIVE, State.USED))
    return tuple(_mine(row) for row in rows.select_related("reward__brand", "address").order_by("-pk")[:5])


def steps_of(redemption: Redemption) -> list[Event]:
    """Return every step, the oldest first. Queries: 1."""
    return list(Event.objects.filter(kind=Redemption.KIND, row_id=redemption.pk).order_by("seq"))


def latest_address(*, user: User) -> RedemptionAddress | None:
    """Return where the member's latest parcel of the catalogue goes, to begin with. Queries: 1."""
    return RedemptionAddress.objects.filter(redemption__user=user).order_by("-given_at", "-pk").first()


def _own(user: User) -> QuerySet[Redemption]:
    """Return one's redemptions but for those that are kept: until they are claimed their unlocks show them."""
    return Redemption.objects.filter(user=user).exclude(state=State.KEPT)


def _mine(row: Redemption, *, with_code: bool = False) -> Mine:
    is_readable = with_code and row.state in (State.ISSUED, State.USED)
    kept = getattr(row, "code", None) if is_readable else None
    return Mine(
        redemption=row,
        url=paths.of_redemption(row),
        picture=catalogue.picture_of(row.reward),
        code=kept.code if kept else "",
        address=getattr(row, "address", None),
    )
