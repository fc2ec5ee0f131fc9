"""A coupon's way from a draft into use and out of it. Once it is open its terms stand: it may stop, or go on longer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from lib import errors, ranges
from lib.machines import steps
from rewards.models import Campaign, Coupon, CouponCode
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services import drafts, listings
from rewards.services.coupons.terms import MOST_USES, Terms, code_of, keepable, lacks

State = Coupon.State
TAKEN = _("This code is taken. Please choose another one.")


@transaction.atomic
def draft(*, by: User, brand: Brand, terms: Terms, now: datetime) -> Coupon:
    """Begin a coupon; it may be as unfinished as it likes.

    Raises: NotFound, NotAllowed: `by` does not work for the brand. Invalid: as `terms.keepable`; a code that is taken.
    """
    roles.require(user=by, brand=brand, action=Action.WRITE)
    values, code = keepable(terms), code_of(terms)
    coupon = Coupon.objects.create(
        state=State.DRAFT,
        brand=brand,
        campaign=_campaign(brand, terms.campaign),
        created_by=by,
        created_at=now,
        **values,
    )
    steps.born(coupon, actor=by, cause="drafted", now=now)
    _write_code(coupon, code, now)
    return coupon


@transaction.atomic
def edit(*, by: User, coupon: Coupon, terms: Terms, seen: str = "", now: datetime) -> Coupon:
    """Change a draft. Codes that were made stay single ones.

    Args: seen: as `drafts.check_unchanged`. Locks: the coupon.
    Raises: as `draft`; WrongMoment; drafts.ChangedMeanwhile.
    """
    values, code = keepable(terms), code_of(terms)
    held = listings.lock_in(coupon, State.DRAFT, by=by, action=Action.WRITE)
    drafts.check_unchanged(held, seen)
    was_single = held.is_single
    if was_single and not terms.is_single and held.codes.exists():
        raise errors.Invalid(fields={"is_single": _("It has single codes already.")})
    held.campaign = _campaign(held.brand, terms.campaign)
    for name, value in values.items():
        setattr(held, name, value)
    if held.is_single:
        if not was_single:
            held.codes.all().delete()
        held.max_uses = held.codes.count()
    held.save(update_fields=["campaign", "max_uses", *values])
    _write_code(held, code, now)
    return held


@transaction.atomic
def open(*, by: User, coupon: Coupon, now: datetime) -> Coupon:
    """Put a draft into use: from now on its terms stand. Locks: the coupon. Raises: WrongMoment; Invalid: its lacks."""
    held = listings.lock_in(coupon, State.DRAFT, by=by, action=Action.WRITE)
    wrong = lacks(held, held.codes.count(), now)
    if wrong:
        raise errors.Invalid(_("A few things are missing before this can be used."), fields=wrong)
    steps.take(held, State.OPEN, actor=by, cause="opened", now=now)
    return held


@transaction.atomic
def pause(*, by: User, coupon: Coupon, now: datetime) -> Coupon:
    """Let nobody else use it for now; seats that have it keep it. Locks: the coupon. Raises: WrongMoment."""
    held = listings.lock_in(coupon, State.OPEN, by=by, action=Action.PAUSE)
    steps.take(held, State.PAUSED, actor=by, cause="paused", now=now)
    return held


@transaction.atomic
def resume(*, by: User, coupon: Coupon, now: datetime) -> Coupon:
    """Go on after a pause. Locks: the coupon. Raises: WrongMoment."""
    held = listings.lock_in(coupon, State.PAUSED, by=by, action=Action.PAUSE)
    steps.take(held, State.OPEN, actor=by, cause="resumed", now=now)
    return held


@transaction.atomic
def revoke(*, by: User, coupon: Coupon, reason: str, now: datetime) -> Coupon:
    """Stop it for good; seats that have it keep it. A draft is thrown away by it.

    Locks: the coupon. Raises: NotAllowed: neither an owner nor staff. WrongMoment; Invalid: no reason.
    """
    said = listings.check_reason(reason)
    held = listings.lock_in(coupon, State.DRAFT, State.OPEN, State.PAUSED, by=by, action=Action.CANCEL)
    listings.move(held, State.REVOKED, by=by, cause="revoked", reason=said, now=now)
    return held


@transaction.atomic
def allow_more(*, by: User, coupon: Coupon, more: int) -> Coupon:
    """Let a coupon be used `more` times than before: fewer was never promised. Of single codes one makes more codes.

    Locks: the coupon. Raises: WrongMoment; Invalid.
    """
    held = listings.lock_in(coupon, State.OPEN, State.PAUSED, by=by, action=Action.WRITE)
    if held.is_single:
        raise errors.Invalid(fields={"more": _("Make more codes instead: each is good for one use.")})
    ranges.require(more, 1, MOST_USES - held.max_uses, field="more")
    Coupon.objects.filter(pk=held.pk).update(max_uses=F("max_uses") + more)
    held.max_uses += more
    return held


def _campaign(brand: Brand, public_id: str) -> Campaign | None:
    """Raises: Invalid: no campaign of the brand."""
    if not public_id:
        return None
    found = Campaign.objects.filter(brand=brand, public_id=public_id).first()
    if found is None:
        raise errors.Invalid(fields={"campaign": _("Please choose one of the list.")})
    return found


def _write_code(coupon: Coupon, code: str, now: datetime) -> None:
    """Give a draft its shared code, or take it away. Raises: Invalid: somebody has it."""
    if coupon.is_single:
        return
    if CouponCode.objects.filter(code=code).exclude(coupon=coupon).exists():
        raise errors.Invalid(fields={"code": TAKEN})
    if not code:
        coupon.codes.all().delete()
    elif not coupon.codes.filter(code=code).exists():
        coupon.codes.all().delete()
        CouponCode.objects.bulk_create([CouponCode(coupon=coupon, code=code, added_at=now)], ignore_conflicts=True)
        if not coupon.codes.exists():  # somebody took it this very moment
            raise errors.Invalid(fields={"code": TAKEN})
