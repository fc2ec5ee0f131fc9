"""Bringing friends: a link, a newcomer who comes by it, and a thank-you once the newcomer has stayed.

A newcomer has stayed when their address is confirmed and they came by on DAYS different days, two weeks or more after
they joined: by then a first order could have gone back. Whoever is gone within TRIAL more takes the thank-you along.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import mailboxes
from accounts.models import User
from gamify.models import Activity
from gamify.services import record
from inbox.services import notifications
from lib import jobs
from lib.machines import steps
from live.services import topics
from rewards import paths
from rewards.models import Referral, ReferralLink

SOURCE, INVITE = "rewards", "invite"
MATURES, PATIENCE, TRIAL = timedelta(days=14), timedelta(days=30), timedelta(days=60)
DAYS = 3
MOST_A_DAY = 20
State = Referral.State


@transaction.atomic
def link_of(*, user: User, now: datetime) -> ReferralLink:
    """Return the member's link, made the first time. Queries: 1, then 3."""
    found, _is_new = ReferralLink.objects.get_or_create(user=user, defaults={"made_at": now})
    return found


@transaction.atomic
def follow(*, newcomer: User, code: str, now: datetime) -> Referral | None:
    """Note by whose link somebody who just made an account came; None when it brings nobody anything.

    That is so for an unknown link, one's own second account (the same mailbox), a link by which MOST_A_DAY came within
    a day already, and somebody who came before. Locks: the link. Emits: the referrer's referrals and inbox.
    """
    link = ReferralLink.objects.select_for_update(of=("self",)).select_related("user").filter(code=code).first()
    if link is None or not link.user.is_active or mailboxes.are_one(link.user.email, newcomer.email):
        return None
    mine = Referral.objects.filter(referrer=link.user, joined_at__gt=now - timedelta(days=1))
    if link.user_id == newcomer.pk or mine.count() >= MOST_A_DAY or Referral.objects.filter(newcomer=newcomer).exists():
        return None
    made = Referral.objects.create(
        state=State.JOINED, referrer=link.user, newcomer=newcomer, joined_at=now, matures_at=now + MATURES
    )
    steps.born(made, actor=newcomer, cause="came", now=now)
    _tell(made, "referral_joined", now)
    return made


def mature_due(*, now: datetime) -> int:
    """See who has stayed and who has not come back; return how many were decided. A sweeper, safe to run twice."""
    due = Referral.objects.filter(state=State.JOINED, matures_at__lte=now).order_by("matures_at")
    return jobs.sweep(due, _decide, now)


def take_back_due(*, now: datetime) -> int:
    """Take back the thanks for those who are gone soon after; return how many. A sweeper, safe to run twice."""
    gone = Referral.objects.filter(state=State.STAYED, matures_at__gt=now - TRIAL, newcomer__is_active=False)
    return jobs.sweep(gone.order_by("pk"), _take_back, now)


def has_stayed(referral: Referral) -> bool:
    """Say whether the newcomer confirmed an address and came by on DAYS days since joining. Queries: 2."""
    newcomer = referral.newcomer
    if not newcomer.is_active or not EmailAddress.objects.filter(user=newcomer, verified=True).exists():
        return False
    visits = Activity.objects.filter(actor=newcomer, verb="visit", occurred_at__gte=referral.joined_at)
    return visits.values("local_date").distinct().count() >= DAYS


@transaction.atomic
def _decide(pk: int, now: datetime) -> int:
    held = _lock(pk)
    if held.state != State.JOINED:
        return 0
    if has_stayed(held):
        steps.take(held, State.STAYED, cause="stayed", now=now)
        record.activity(
            actor=held.referrer,
            verb=INVITE,
            object=record.Ref("newcomer", str(held.newcomer_id)),
            key=_key(held),
            source=SOURCE,
            data={"newcomer": held.newcomer.public_id},
            now=now,
        )
        _tell(held, "referral_stayed", now)
        return 1
    if held.matures_at + PATIENCE <= now or not held.newcomer.is_active:
        steps.take(held, State.LAPSED, cause="did_not_stay", now=now)
        _touch(held)
        return 1
    return 0


@transaction.atomic
def _take_back(pk: int, now: datetime) -> int:
    held = _lock(pk)
    if held.state != State.STAYED:
        return 0
    steps.take(held, State.VOID, cause="gone", now=now)
    record.undo(source=SOURCE, key=_key(held), reason="newcomer_gone", by=None, now=now)
    _touch(held)
    return 1


def _lock(pk: int) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("referrer", "newcomer").get(pk=pk)


def _key(referral: Referral) -> str:
    return f"referral:{referral.newcomer.public_id}"


def _tell(referral: Referral, kind: str, now: datetime) -> None:
    key = f"{kind}:{referral.newcomer.public_id}"
    notifications.send(
        recipient=referral.referrer, kind=kind, key=key, url=paths.of_referrals(), actor=referral.newcomer, now=now
    )
    _touch(referral)


def _touch(referral: Referral) -> None:
    topics.touch(f"member:{referral.referrer.public_id}:referrals")
