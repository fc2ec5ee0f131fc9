"""How much of the game a member wants to see and to show."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from gamify.services import standings


@transaction.atomic
def choose(*, user: User, game_hidden: bool, boards_hidden: bool) -> User:
    """Hide the game from the member, keep them off the boards, or show both again; nothing earned is lost.

    Locks: the member, then the player. Queries: 2, and those of `standings.sync` when they leave or join the boards.
    """
    kept = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    was_off = kept.game_hidden or kept.boards_hidden
    kept.game_hidden, kept.boards_hidden = game_hidden, boards_hidden
    kept.save(update_fields=["game_hidden", "boards_hidden"])
    if was_off != (game_hidden or boards_hidden):
        standings.sync(user=kept)
    return kept
