"""Coupons as members see theirs, and as their brand runs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from accounts.models import Brand, User
from lib import paging
from lib.money import Money
from rewards import paths
from rewards.machines import LIVE_USE
from rewards.models import Campaign, Coupon, CouponCode, CouponUse
from rewards.services.coupons import checks, codes, quoting

MOST, PAGE, DEFAULT_CURRENCY = 100, 20, "CNY"
State, Use = Coupon.State, CouponUse.State


@dataclass(frozen=True)
class Mine:
    """A code that a member was given or put on an order. `place`: `ready`, `held`, `used`, `waits` or `over`."""

    coupon: Coupon
    code: str
    place: str
    order_url: str

    @property
    def is_ready(self) -> bool:
        return self.place == "ready"


def mine(*, user: User, now: datetime) -> tuple[Mine, ...]:
    """Return the member's coupons, the newest first, 100 at most. Queries: 2."""
    return tuple(_mine(row, now) for row in _own(user)[:MOST])


def _own(user: User) -> QuerySet[CouponCode]:
    own = CouponUse.objects.filter(user=user, code=OuterRef("pk"))
    rows = CouponCode.objects.filter(Q(owner=user) | Exists(own)).select_related("coupon__brand", "coupon__campaign")
    uses = CouponUse.objects.filter(user=user).select_related("seat").order_by("pk")
    return rows.prefetch_related(Prefetch("uses", uses, to_attr="own")).order_by("-pk")


def ready(*, user: User, campaign: Campaign, now: datetime) -> tuple[Mine, ...]:
    """Return the member's coupons that wait to be put on a seat of the campaign. Queries: at most 2."""
    here = Q(coupon__campaign=None) | Q(coupon__campaign=campaign)
    rows = _own(user).filter(here, coupon__brand=campaign.brand_id, coupon__currency=campaign.currency)
    found = (_mine(row, now) for row in rows[:MOST])
    return tuple(mine for mine in found if mine.is_ready)


def _mine(row: CouponCode, now: datetime) -> Mine:
    own: list[CouponUse] = row.own  # type: ignore[attr-defined]
    live = [use for use in own if use.state in LIVE_USE]
    latest = live[-1] if live else None
    may_again = len(live) < (1 if row.coupon.is_single else row.coupon.per_member)
    if latest and (latest.state == Use.HELD or not may_again):
        place = "held" if latest.state == Use.HELD else "used"
        return Mine(row.coupon, codes.shown(row.code), place, paths.of_order(latest.seat))
    return Mine(row.coupon, codes.shown(row.code), _place(row.coupon, now), "")


def _place(coupon: Coupon, now: datetime) -> str:
    if coupon.is_over or (coupon.closes_at and coupon.closes_at <= now) or coupon.left <= 0:
        return "over"
    if coupon.state != State.OPEN or (coupon.opens_at and coupon.opens_at > now):
        return "waits"
    return "ready"


@dataclass(frozen=True)
class Page:
    """A page of a brand's coupons, the newest first."""

    rows: tuple[Coupon, ...]
    next_cursor: str


def of_brand(*, brand: Brand, after: str = "") -> Page:
    """Return a page of the brand's coupons. Queries: 1."""
    rows = Coupon.objects.filter(brand=brand).select_related("campaign")
    shown, next_cursor = paging.newest(rows, after, PAGE)
    return Page(tuple(shown), next_cursor)


@dataclass(frozen=True)
class Figures:
    """How a coupon goes: uses now on seats that are not paid, used, given back with the money; what was given in all.

    `codes` are its single codes, `unseen` those that nobody downloaded or was given.
    """

    held: int
    used: int
    restored: int
    given: Money
    codes: int
    unseen: int


def figures(*, coupon: Coupon) -> Figures:
    """Return how a coupon goes. Queries: 3."""
    sums = CouponUse.objects.filter(coupon=coupon, state=Use.REDEEMED).aggregate(sum=Sum("discount_minor"))
    unseen = Q(owner=None, shown_at=None)
    made = coupon.codes.aggregate(all=Count("pk"), unseen=Count("pk", filter=unseen))
    restored = CouponUse.objects.filter(coupon=coupon, state=Use.RESTORED).count()
    return Figures(
        held=coupon.held,
        used=coupon.used,
        restored=restored,
        given=Money(sums["sum"] or 0, coupon.currency),
        codes=made["all"],
        unseen=made["unseen"],
    )


def example(coupon: Coupon) -> quoting.Quote | None:
    """Return what it makes of a price: the dearest of its campaign, or of the brand's latest. Queries: at most 2."""
    own = Campaign.objects.filter(brand=coupon.brand_id, currency=coupon.currency, tiers__isnull=False)
    campaign = coupon.campaign or own.order_by("-pk").first()
    tiers = tuple(campaign.tiers.all()) if campaign else ()
    if not tiers or coupon.value < 1:
        return None
    return quoting.of([checks.terms_of(coupon)], max(tier.price_minor for tier in tiers), coupon.currency)


def currency_of(brand: Brand) -> str:
    """Return the currency that the brand sold in most recently. Queries: 1."""
    found = Campaign.objects.filter(brand=brand).order_by("-pk").values_list("currency", flat=True).first()
    return found or DEFAULT_CURRENCY


def shared_code(coupon: Coupon) -> str:
    """Return the code that all share, "" for single ones. Queries: at most 1."""
    if coupon.is_single:
        return ""
    return CouponCode.objects.filter(coupon=coupon).values_list("code", flat=True).first() or ""
