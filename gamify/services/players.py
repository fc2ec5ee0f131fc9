"""What members decide about their own game."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from gamify.models import Player


@transaction.atomic
def mark_seen(*, user: User, sequence: int) -> None:
    """Remember that the member was shown everything up to `sequence`; an older number changes nothing."""
    Player.objects.filter(user=user, seen_sequence__lt=sequence, sequence__gte=sequence).update(seen_sequence=sequence)
