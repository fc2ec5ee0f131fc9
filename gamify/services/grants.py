"""Budgets that the staff give: small ones at once, large ones when a second of them has agreed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from gamify.models import PurseEntry, PurseRequest
from gamify.policies import Action
from gamify.selectors import roles
from gamify.services import purses
from lib import clean, errors

State = PurseRequest.State
ALONE = 5_000  # points that one of the staff may move by themselves
A_DAY = timedelta(hours=24)
BY_ONESELF = "alone:"  # before the keys of what nobody else looked at: no key of a request begins so
KEY_LENGTH = purses.KEY_LENGTH - len(BY_ONESELF)


class Decided(errors.Conflict):
    """Somebody has decided it in the meantime."""

    code = "gamify.grant_decided"
    message = _("Somebody has decided this already.")


class Own(errors.NotAllowed):
    """Whoever asked does not decide."""

    code = "gamify.grant_own"
    message = _("Somebody else of the staff must look at this one: you asked for it.")


@transaction.atomic
def ask(
    *, by: User, brand: Brand | None = None, scope: str = "", amount: int, note: str, key: str, now: datetime
) -> PurseEntry | PurseRequest:
    """Move points at once, as long as `by` moves no more than ALONE within a day, or ask a second one of the staff to;
    the same `key` once.

    Locks: `by`, the purse. Raises: as `purses.grant`.
    """
    name = clean.line(key, field="key", most=KEY_LENGTH, least=1)
    said = purses.check(by=by, brand=brand, scope=scope, amount=amount, note=note)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    purse, own = purses.find_or_open(brand=brand, scope=scope, currency="spark"), f"{BY_ONESELF}{name}"
    is_again = PurseEntry.objects.filter(key=purses.key_of(purse, amount, own)).exists()
    is_small = is_again or abs(amount) + _moved_alone(by, now) <= ALONE
    if is_small and not PurseRequest.objects.filter(key=name).exists():
        return purses.grant(by=by, brand=brand, scope=scope, amount=amount, note=said, key=own, now=now)
    asked = {"purse": purse, "amount": amount, "note": said, "asked_by": by, "asked_at": now}
    row, _is_new = PurseRequest.objects.get_or_create(key=name, defaults=asked)
    if (row.purse_id, row.amount, row.asked_by_id) != (purse.pk, amount, by.pk):
        raise purses.KeyTaken
    return row


@transaction.atomic
def decide(*, by: User, request: PurseRequest, agrees: bool, now: datetime) -> PurseRequest:
    """Grant or refuse what somebody else of the staff asked for.

    Locks: the request, the purse. Raises: NotFound, NotAllowed; Own, Decided; purses.TooLittle to take out.
    """
    row = PurseRequest.objects.select_for_update(of=("self",)).select_related("purse__brand").get(pk=request.pk)
    brand, scope = row.purse.brand, row.purse.scope
    roles.require_house(user=by, brand=brand, scope=scope, action=Action.FUND)
    if row.asked_by_id == by.pk:
        raise Own
    if row.state != State.ASKED:
        raise Decided(state=row.state)
    row.state = State.GRANTED if agrees else State.REFUSED
    row.decided_by, row.decided_at = by, now
    row.save(update_fields=["state", "decided_by", "decided_at"])
    if agrees:
        key = f"request:{row.pk}"
        purses.grant(by=by, brand=brand, scope=scope, amount=row.amount, note=row.note, key=key, now=now)
    return row


def _moved_alone(by: User, now: datetime) -> int:
    """Return how many points one of the staff, who is locked, moved in or out by themselves within a day."""
    mine = PurseEntry.objects.filter(by=by, at__gt=now - A_DAY, key__contains=f":{BY_ONESELF}")
    return int(mine.aggregate(sum=Sum(Abs("amount"), default=0))["sum"])
