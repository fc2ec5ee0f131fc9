"""What members decide about their own game."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from accounts.models import User
from gamify.models import Player


@transaction.atomic
def mark_seen(*, user: User, sequence: int) -> None:
    """Remember that the member was shown everything up to `sequence`; an older number changes nothing."""
    Player.objects.filter(user=user, seen_sequence__lt=sequence, sequence__gte=sequence).update(seen_sequence=sequence)


@transaction.atomic
def mark_everything_seen() -> None:
    """Let nobody be congratulated for the past: for seeding and imports."""
    Player.objects.update(seen_sequence=F("sequence"))
