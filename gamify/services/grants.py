"""Budgets that the staff give: small ones at once, large ones when a second of them has agreed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from gamify.models import PurseEntry, PurseRequest
from gamify.policies import Action
from gamify.registry import scopes
from gamify.selectors import parts
from gamify.services import purses
from lib import clean, errors

State = PurseRequest.State
ALONE = 5_000  # points that one of the staff may move by themselves


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
    """Move up to ALONE points at once, or ask a second one of the staff to; the same `key` once.

    Locks: the purse. Raises: as `purses.grant`.
    """
    if abs(amount) <= ALONE:
        return purses.grant(by=by, brand=brand, scope=scope, amount=amount, note=note, key=key, now=now)
    parts.require_house(user=by, brand=brand, scope=scope, action=Action.FUND)
    if scope and not scopes.names([scope]):
        raise errors.NotFound(code="gamify.place_not_found")
    if abs(amount) > purses.MOST:
        least_most = {"least": 1, "most": purses.MOST}
        raise errors.Invalid(fields={"amount": _("Between %(least)s and %(most)s, please.") % least_most})
    said = clean.line(note, field="note", most=purses.NOTE_LENGTH, least=3)
    name = clean.line(key, field="key", most=purses.KEY_LENGTH, least=1)
    purse = purses.find_or_open(brand=brand, scope=scope, currency="spark")
    known = {"purse": purse, "amount": amount, "note": said, "asked_by": by, "asked_at": now}
    return PurseRequest.objects.get_or_create(key=name, defaults=known)[0]


@transaction.atomic
def decide(*, by: User, request: PurseRequest, agrees: bool, now: datetime) -> PurseRequest:
    """Grant or refuse what somebody else of the staff asked for.

    Locks: the request, the purse. Raises: NotFound, NotAllowed; Own, Decided; purses.TooLittle to take out.
    """
    row = PurseRequest.objects.select_for_update(of=("self",)).select_related("purse__brand").get(pk=request.pk)
    brand, scope = row.purse.brand, row.purse.scope
    parts.require_house(user=by, brand=brand, scope=scope, action=Action.FUND)
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
