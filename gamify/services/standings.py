"""Keeping members on the boards, or off them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from gamify.engine.facts import GROWTH
from gamify.models import LedgerEntry, Player
from gamify.storage import boards, claims
from live.services import topics


@transaction.atomic
def sync(*, user: User) -> None:
    """Make the boards agree with the member's `boards_hidden`, `game_hidden` and `is_active`, as stored.

    Hidden or closed means absent, not filtered out: no standing, and nobody's rank counts them. Call it in the
    transaction that sets the flags.
    Locks: the player, who is there from now on. Queries: at most 14. Emits: the topics of the boards that changed.
    """
    claims.create_players([user.pk])
    Player.objects.select_for_update().filter(user=user).first()
    is_ranked = User.objects.filter(pk=user.pk, is_active=True, boards_hidden=False, game_hidden=False).exists()
    changed = set(boards.remove(user_id=user.pk))
    if is_ranked:
        changed.update(boards.apply(_earned(user)))
    topics.touch(*(f"board:{period}" for period in sorted(changed)), f"member:{user.public_id}:game")


def _earned(user: User) -> Iterator[boards.Gain]:
    rows = LedgerEntry.objects.filter(account__user=user, account__currency_id=GROWTH)
    totals = rows.values("scope", "earned_at").annotate(total=Sum("amount")).order_by("scope", "earned_at")
    for row in totals:
        yield boards.Gain(user.pk, row["scope"], row["total"], row["earned_at"], is_mirror=True)
