"""Proving that seats, money, the log of steps and the bank agree; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

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
    FakeCharge,
    FakeNotice,
    GatewayCall,
    Machine,
    Offer,
    Payment,
    Plant,
    Redemption,
    RedemptionAddress,
    Referral,
    Refund,
    Reward,
    Seat,
    Seed,
    Unlock,
    WaitEntry,
)
from rewards.payments import Cause
from rewards.services import proof_statements
from rewards.services.assists import proof_statements as assists
from rewards.services.buying import proofs as buying, rules
from rewards.services.catalogue import proof_statements as catalogue
from rewards.services.coupons import proof_statements as coupons
from rewards.services.garden import proof_statements as garden

LATE = timedelta(days=1)
ROOMS = (proof_statements, catalogue, garden, coupons, assists)
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


def _bank(now: datetime) -> Iterator[Difference]:
    """Find payments at rest, of which the fake bank has no more to tell, that its books contradict."""
    told = FakeNotice.objects.filter(sent_at=None, kind__in=list(Cause)).values("charge__payment")
    rest = Payment.objects.filter(provider="fake").exclude(calls__done_at=None).order_by("pk")
    rest = rest.exclude(public_id__in=told)
    books = FakeCharge.objects.in_bulk(list(rest.values_list("public_id", flat=True)), field_name="payment")
    past = dict(_past_the_bank().values_list("payment").annotate(Sum("amount_minor")))
    for payment in rest.exclude(state__in=["created", "pending", "unknown"]):
        book = books.get(payment.public_id)
        theirs = (book.captured_minor, book.back_minor) if book else (0, 0)
        ours = (payment.captured_minor, payment.refunded_minor - past.get(payment.pk, 0))
        if theirs != ours and not (payment.pk in past and theirs[1] > ours[1]):  # its buyer has it twice: that is told
            yield Difference(f"payment {payment.public_id}", ours, theirs)


def _past_the_bank() -> QuerySet[Refund]:
    return Refund.objects.exclude(reference="").filter(state=Refund.State.DONE).order_by()


def _addresses(now: datetime) -> Iterator[Difference]:
    """Find addresses of orders that came to nothing more than a day ago."""
    recent = Event.objects.filter(kind=Seat.KIND, row_id=OuterRef("seat"), at__gt=now - LATE)
    kept = DeliveryAddress.objects.filter(~Exists(recent), seat__state__in=CAME_TO_NOTHING).order_by("pk")
    for address in kept.select_related("seat"):
        yield Difference(f"seat {address.seat.public_id}", "an address", f"none: it is {address.seat.state}")


def _reward_addresses(now: datetime) -> Iterator[Difference]:
    """Find addresses of redemptions that came to nothing more than a day ago."""
    recent = Event.objects.filter(kind=Redemption.KIND, row_id=OuterRef("redemption"), at__gt=now - LATE)
    ended = ("cancelled", "rejected", "reversed")
    kept = RedemptionAddress.objects.filter(~Exists(recent), redemption__state__in=ended).order_by("pk")
    for address in kept.select_related("redemption"):
        yield Difference(f"redemption {address.redemption}", "an address", f"none: it is {address.redemption.state}")


def _discounts(now: datetime) -> Iterator[Difference]:
    for row, stored, expected in coupons.find_wrong_discounts(now):
        yield Difference(row, stored, expected)


_FINDERS: tuple[tuple[str, Callable[[datetime], Iterator[Difference]]], ...] = (
    ("every log is a path of its machine without a gap", _paths),
    ("teams, seats and payments are what their log says", buying.find_untold),
    ("the log of each payment adds up", _money),
    ("published rules stand as they were frozen", _rules),
    ("the bank's books agree", _bank),
    ("no gateway call waits for more than a day", _late),
    ("discounts are what the frozen terms of coupons say", _discounts),
    ("nobody keeps the address of an order that came to nothing", _addresses),
    ("nobody keeps the address of a redemption that came to nothing", _reward_addresses),
)
