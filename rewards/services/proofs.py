"""Proving that seats, money, the log of steps and the bank agree; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from lib import sql
from lib.machines import proofs as machines
from lib.proofs import Difference
from rewards.machines import CAME_TO_NOTHING
from rewards.models import (
    Battle,
    BuyTeam,
    Campaign,
    Coupon,
    CouponUse,
    DeliveryAddress,
    Event,
    GatewayCall,
    Machine,
    Offer,
    Payment,
    Plant,
    Redemption,
    RedemptionAddress,
    Referral,
    Reward,
    Seat,
    Seed,
    Unlock,
    WaitEntry,
)
from rewards.services import proof_statements
from rewards.services.assists import proof_statements as assists
from rewards.services.buying import proofs as buying, rules
from rewards.services.catalogue import proof_statements as catalogue
from rewards.services.coupons import proof_statements as coupons
from rewards.services.garden import proof_statements as garden
from rewards.services.money import bank_proofs as bank, proof_statements as money

LATE = timedelta(days=1)
ROOMS = (proof_statements, money, catalogue, garden, coupons, assists)
MOST = 10
HOPELESS = 14 * 24  # tries: at last one an hour
MACHINES: tuple[type[Machine], ...] = (
    Campaign, BuyTeam, Seat, Payment, WaitEntry, Offer, Battle, Reward, Redemption, Seed, Plant, Referral, Coupon,
    CouponUse, Unlock,
)  # fmt: skip
MONEY = ("held_minor", "captured_minor", "refunded_minor")


def check(*, now: datetime) -> Iterator[tuple[str, tuple[Difference, ...]]]:
    """Yield every invariant's name with its first differences, none when it holds."""
    for name, statement in chain.from_iterable(room.STATEMENTS for room in ROOMS):
        yield name, tuple(Difference(*row) for row in sql.fetch(f"{statement} LIMIT {MOST}"))
    for title, find in _FINDERS:
        yield title, tuple(found for found, _count in zip(find(now), range(MOST), strict=False))


def _paths(now: datetime) -> Iterator[Difference]:
    """Find rows whose log has gaps, leaves the paths of their machine, or does not end where the row is."""
    for machine in MACHINES:
        yield from machines.check(machine)


def _money(now: datetime) -> Iterator[Difference]:
    """Find payments whose log does not add up to what they hold, took and gave back. Queries: 2."""
    sums = {row.pop("pk"): row for row in Payment.objects.values("pk", *MONEY).iterator()}
    for pk, log in machines.logs(Payment):
        told: dict[str, Any] = dict.fromkeys(MONEY, 0)
        for event in log:
            told |= {name: event.data[name] for name in MONEY if name in event.data}
        if pk in sums and sums[pk] != told:
            yield Difference(f"payment {pk}", sums[pk], told)


def _rules(now: datetime) -> Iterator[Difference]:
    frozen = Campaign.objects.filter(rules__isnull=False).select_related("rules", "brand").order_by("pk")
    for campaign in frozen.prefetch_related("tiers"):
        if not rules.are_kept(campaign):
            yield Difference(f"campaign {campaign.public_id}", "changed rules", campaign.rules.hash)


def _late(now: datetime) -> Iterator[Difference]:
    """Find calls that nobody makes, and those no bank answers for two weeks; of refunds people are told (`stuck`)."""
    silent = Q(attempts__gte=HOPELESS) & ~Q(kind=GatewayCall.Kind.REFUND)
    for call in GatewayCall.objects.filter(silent | Q(due_at__lte=now - LATE), done_at=None).order_by("pk"):
        yield Difference(f"gateway call {call.key}", f"{call.attempts} tries", "answered")


def _addresses(now: datetime) -> Iterator[Difference]:
    return _outlived(DeliveryAddress, Seat, CAME_TO_NOTHING, now)


def _reward_addresses(now: datetime) -> Iterator[Difference]:
    return _outlived(RedemptionAddress, Redemption, ("cancelled", "rejected", "reversed"), now)


def _outlived(model: type[Model], of: type[Machine], ended: Sequence[str], now: datetime) -> Iterator[Difference]:
    """Find addresses of what came to nothing more than a day ago."""
    name = of._meta.model_name or ""
    recent = Event.objects.filter(kind=of.KIND, row_id=OuterRef(name), at__gt=now - LATE)
    kept = model._default_manager.filter(~Exists(recent), **{f"{name}__state__in": ended})
    for row in of._default_manager.filter(pk__in=kept.values(name)).order_by("pk"):
        yield Difference(f"{name} {row}", "an address", f"none: it is {row.state}")


def _discounts(now: datetime) -> Iterator[Difference]:
    for row, stored, expected in coupons.find_wrong_discounts(now):
        yield Difference(row, stored, expected)


_FINDERS: tuple[tuple[str, Callable[[datetime], Iterator[Difference]]], ...] = (
    ("every log is a path of its machine without a gap", _paths),
    ("teams, seats and payments are what their log says", buying.find_untold),
    ("the log of each payment adds up", _money),
    ("published rules stand as they were frozen", _rules),
    ("the bank's books agree", bank.find_contradicted),
    ("no gateway call waits for more than a day", _late),
    ("discounts are what the frozen terms of coupons say", _discounts),
    ("nobody keeps the address of an order that came to nothing", _addresses),
    ("nobody keeps the address of a redemption that came to nothing", _reward_addresses),
)
