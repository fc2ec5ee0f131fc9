"""Who may vote: decided once, when a round opens, and kept as one allowance each."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from community import eligibility
from community.models import Allowance, Membership, VoteRound
from lib import clock

BATCH = 5_000


def admit(held: VoteRound) -> tuple[str, ...]:
    """Give an allowance to everybody who may vote, and return their public ids in order. Inside a transaction.

    Voters are active and trusted, of the round's group if it has one, confirmed if it says so, and do not work for the
    brand that asks. Queries: 2 and 2 for every five thousand.
    """
    rows = User.objects.filter(is_active=True)
    if held.group_id:
        rows = rows.filter(pk__in=_members(held.group_id))
    if held.brand_id:
        rows = rows.exclude(brand_roles__brand=held.brand_id)
    if held.is_verified:
        rows = rows.filter(emailaddress__verified=True).distinct()
    known = dict(rows.order_by("pk").values_list("pk", "public_id"))
    ids, found = list(known), []
    for start in range(0, len(ids), BATCH):
        batch = eligibility.trusted(ids[start : start + BATCH])
        found += [known[pk] for pk in batch]
        Allowance.objects.bulk_create(Allowance(round=held, user_id=pk, budget=held.per_voter) for pk in sorted(batch))
    return tuple(sorted(found))


def _members(group_id: int) -> list[int]:
    unbanned = Q(banned_until=None) | Q(banned_until__lte=clock.now())
    places = Membership.objects.filter(unbanned, group=group_id, state=Membership.State.ACTIVE)
    return list(places.values_list("user_id", flat=True))
