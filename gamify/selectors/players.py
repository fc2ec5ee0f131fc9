"""What a page's frame shows of a member's game."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.models import User
from gamify.models import Level, Player


@dataclass(frozen=True)
class Card:
    """A member as the frame shows them; points are whole numbers, `level_percent` is 0 to 100.

    Activities up to number `seen` were shown to them, `latest` is the last one there is. Neither is part of the text
    by which pages tell frames apart: no frame shows them.
    """

    public_id: str
    handle: str
    display_name: str
    is_game_hidden: bool
    level: int
    level_percent: int
    growth: int
    spark: int
    latest: int = field(repr=False)
    seen: int = field(repr=False)


def card(*, user: User) -> Card:
    """Return the member's card. Queries: 2 (player with accounts, levels); nothing is written."""
    accounts = ("sequence", "seen_sequence", "user__accounts__currency", "user__accounts__available")
    rows = list(Player.objects.filter(user=user).values_list(*accounts))
    balances = {currency: available for _, _, currency, available in rows}
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
        latest=rows[0][0] if rows else 0,
        seen=rows[0][1] if rows else 0,
    )


def _level(growth: int) -> tuple[int, int]:
    steps = list(Level.objects.order_by("threshold").values_list("number", "threshold"))
    number = max((number for number, threshold in steps if threshold <= growth), default=1)
    following = next((threshold for _, threshold in steps if threshold > growth), None)
    return number, 100 if following is None else max(0, growth) * 100 // following
