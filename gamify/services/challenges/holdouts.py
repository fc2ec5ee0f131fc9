"""Who does not see a challenge, so that its report can compare: chosen by a hash, frozen when it is announced."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from gamify.models import Audience, Challenge
from gamify.registry import scopes
from lib import sql

Arm = Audience.Arm
PAGE = 5000
WHOLE = 10_000  # basis points
_COLUMNS = (("challenge_id", "bigint"), ("user_id", "bigint"), ("arm", "text"))


def is_held_out(seed: str, public_id: str, share_bp: int) -> bool:
    """Say whether a member is among the share of all who are held out: even, and the same whenever it is asked.

    The first 8 bytes of SHA-256 as a number, modulo 10,000: biased by less than 1e-15.
    """
    digest = hashlib.sha256(f"{seed}:holdout:{public_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % WHOLE < share_bp


def draw(held: Challenge) -> None:
    """Freeze the arm of everybody whom the challenge is for now. Inside a transaction; nothing without a holdout.

    Those who run it and staff are in no arm: they must see it. Who comes later sees it and is not compared.
    Queries: 3, and 1 for each 5,000 members.
    """
    if not held.holdout_bp:
        return
    for page in _pages(_population(held)):
        rows = [
            (held.pk, pk, Arm.HOLDOUT if is_held_out(held.draw_seed, public_id, held.holdout_bp) else Arm.SHOWN)
            for pk, public_id in page
        ]
        sql.insert(Audience._meta.db_table, _COLUMNS, rows, "ON CONFLICT DO NOTHING")


@transaction.atomic
def note_reached(*, user: User, challenge: Challenge, now: datetime) -> None:
    """Remember when a member first saw the page of a challenge. Queries: 1, 3 the first time."""
    mine = Audience.objects.filter(challenge=challenge, user=user)
    if mine.filter(reached_at__isnull=False).exists():
        return
    if not mine.filter(reached_at=None).update(reached_at=now):
        Audience.objects.bulk_create([Audience(challenge=challenge, user=user, reached_at=now)], ignore_conflicts=True)


def _population(held: Challenge) -> QuerySet[User]:
    people = User.objects.filter(is_active=True, is_staff=False)
    if held.brand_id:
        people = people.exclude(brand_roles__brand=held.brand_id)
    if held.places:
        people = people.filter(pk__in=_members(held.places)).exclude(pk__in=_organisers(held.places))
    return people


def _members(places: Collection[str]) -> set[int]:
    return {pk for place in places for pk in scopes.members(place)}


def _organisers(places: Collection[str]) -> set[int]:
    return {pk for place in places for pk in scopes.organisers(place)}


def _pages(people: QuerySet[User]) -> Iterator[list[tuple[int, str]]]:
    last = 0
    rows = people.order_by("pk").values_list("pk", "public_id")
    while page := list(rows.filter(pk__gt=last)[:PAGE]):
        yield page
        last = page[-1][0]
