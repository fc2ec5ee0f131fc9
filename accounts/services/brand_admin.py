"""What the staff of the site change about a brand by hand, in the admin: written into its log like everything else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts import brand_registry
from accounts.models import Brand, BrandStep, User
from live.services import topics

Kind = BrandStep.Kind


@transaction.atomic
def note_people(*, by: User, brand: Brand, before: Mapping[int, str], now: datetime) -> int:
    """Note who was put in, got another role or was taken off since `before` (roles by people's ids); return how many.

    Queries: 2, 1 more when people came or went, and what somebody who is taken off has open.
    """
    after = dict(brand.staff.values_list("user_id", "role"))
    rows = [_step(brand, Kind.JOINED, by, pk, now, after[pk]) for pk in sorted(after.keys() - before.keys())]
    gone = sorted(before.keys() - after.keys())
    rows += [_step(brand, Kind.REMOVED, by, pk, now, before[pk]) for pk in gone]
    moved = list(User.objects.filter(pk__in=after.keys() ^ before.keys())) if after.keys() != before.keys() else []
    for person in moved:
        topics.doubt(person)
        if person.pk in gone:
            brand_registry.part(user=person, brand=brand, now=now)
    same = sorted(after.keys() & before.keys())
    rows += [_step(brand, Kind.ROLE, by, pk, now, after[pk]) for pk in same if after[pk] != before[pk]]
    return len(BrandStep.objects.bulk_create(rows))


@transaction.atomic
def note_page(*, by: User, brand: Brand, fields: list[str], now: datetime) -> BrandStep:
    """Note which columns of the brand were changed. Queries: 1."""
    data = {"by_site": True, "fields": fields}
    return BrandStep.objects.create(brand=brand, kind=Kind.PAGE, actor=by, data=data, at=now)


def note_connection(*, by: User, brand: Brand, what: str, is_made: bool, now: datetime) -> BrandStep:
    """Note that a program was connected or cut off; `what` names it. Inside a transaction. Queries: 1."""
    kind = Kind.CONNECTED if is_made else Kind.CUT_OFF
    return BrandStep.objects.create(brand=brand, kind=kind, actor=by, data={"what": what}, at=now)


def _step(brand: Brand, kind: str, by: User, person: int, now: datetime, role: str) -> BrandStep:
    data = {"role": role, "by_site": True}
    return BrandStep(brand=brand, kind=kind, actor=by, person_id=person, data=data, at=now)
