"""What a page's frame shows of a member's game."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from gamify.models import Level, Player


@dataclass(frozen=True)
class Card:
    """A member as the frame shows them; points are whole numbers, `level_percent` is 0 to 100.

    `has_news` says that they gained something they were not shown yet; nothing is news to who hides the game.
    """

    public_id: str
    handle: str
    display_name: str
    is_game_hidden: bool
    level: int
    level_percent: int
    growth: int
    spark: int
    has_news: bool


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
        has_news=not user.game_hidden and any(sequence > seen for sequence, seen, _, _ in rows),
    )


def _level(growth: int) -> tuple[int, int]:
    steps = list(Level.objects.order_by("threshold").values_list("number", "threshold"))
    passed = [step for step in steps if step[1] <= growth]
    number, start = passed[-1] if passed else (1, 0)
    following = next((threshold for _, threshold in steps if threshold > growth), None)
    return number, 100 if following is None else (growth - start) * 100 // (following - start)
