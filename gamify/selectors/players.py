"""What a page's frame shows of a member's game."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from gamify.models import Account, Level


@dataclass(frozen=True)
class Card:
    """A member as the frame shows them; points are whole numbers, `level_percent` is 0 to 100."""

    public_id: str
    handle: str
    display_name: str
    is_game_hidden: bool
    level: int
    level_percent: int
    growth: int
    spark: int


def card(*, user: User) -> Card:
    """Return the member's card. Queries: 2 (accounts, levels); nothing is written."""
    balances = dict(Account.objects.filter(user=user).values_list("currency_id", "available"))
    growth = balances.get("growth", 0)
    level, percent = _level(growth)
    return Card(
        public_id=user.public_id,
        handle=user.handle,
        display_name=user.display_name,
        is_game_hidden=user.game_hidden,
        level=level,
        level_percent=percent,
        growth=growth,
        spark=balances.get("spark", 0),
    )


def _level(growth: int) -> tuple[int, int]:
    steps = list(Level.objects.order_by("threshold").values_list("number", "threshold"))
    passed = [step for step in steps if step[1] <= growth]
    number, start = passed[-1] if passed else (1, 0)
    following = next((threshold for _, threshold in steps if threshold > growth), None)
    return number, 100 if following is None else (growth - start) * 100 // (following - start)
