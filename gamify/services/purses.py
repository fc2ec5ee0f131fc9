"""What brands and groups may give away: filled by staff, and into and out of escrows by challenges."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from gamify.models import Currency, Purse, PurseEntry
from gamify.policies import Action
from gamify.registry import scopes
from gamify.selectors import roles
from lib import clean, errors, ranges

Kind = PurseEntry.Kind
MOST = 100_000_000
NOTE_LENGTH, KEY_LENGTH = 200, 60


class TooLittle(errors.Conflict):
    """The purse holds less than is wanted; `data` says `available` and `needed`."""

    code = "gamify.purse_too_little"
    message = _("There is not enough in the purse for all prizes. Ask staff for a budget, or promise less.")


class KeyTaken(errors.Conflict):
    """The key names another movement: of another amount, or somebody else's."""

    code = "gamify.purse_key_taken"
    message = _("This page was sent before, for something else. Open it again to begin anew.")


@transaction.atomic
def grant(
    *,
    by: User,
    brand: Brand | None = None,
    scope: str = "",
    amount: int,
    note: str,
    key: str,
    now: datetime,
    currency: str = "spark",
) -> PurseEntry:
    """Put `amount` points into the purse of a brand or a place, or with a minus take them out; the same `key` once.

    Locks: the purse.
    Raises: as `check`; KeyTaken; Invalid; TooLittle to take out.
    """
    said = check(by=by, brand=brand, scope=scope, amount=amount, note=note)
    name = clean.line(key, field="key", most=KEY_LENGTH, least=1)
    purse = find_or_open(brand=brand, scope=scope, currency=currency)
    kind = Kind.GRANT if amount > 0 else Kind.WITHDRAW
    made = move(purse, kind, amount, key=key_of(purse, amount, name), by=by, note=said, now=now)
    if made.amount != amount:
        raise KeyTaken
    return made


def check(*, by: User, brand: Brand | None, scope: str, amount: int, note: str) -> str:
    """Return the clean note once `by` may move `amount` into or out of a purse.

    Raises: NotAllowed: `by` is not staff, or belongs to it. NotFound: no such place. Invalid.
    """
    roles.require_house(user=by, brand=brand, scope=scope, action=Action.FUND)
    if scope and not scopes.names([scope]):
        raise errors.NotFound(code="gamify.place_not_found")
    ranges.require(abs(amount), 1, MOST, field="amount")
    return clean.line(note, field="note", most=NOTE_LENGTH, least=3)


def key_of(purse: Purse, amount: int, name: str) -> str:
    """Return the key under which what staff call `name` is entered."""
    return f"{Kind.GRANT if amount > 0 else Kind.WITHDRAW}:{purse.pk}:{name}"


def find_or_open(*, brand: Brand | None, scope: str, currency: str) -> Purse:
    """Return the purse, an empty one when there was none. Queries: 2. Raises: Invalid for what nobody can spend."""
    if not Currency.objects.filter(pk=currency, is_spendable=True).exists():
        raise errors.Invalid(fields={"currency": _("These points cannot be spent.")})
    return Purse.objects.get_or_create(brand=brand, scope=scope, currency_id=currency)[0]


def move(
    purse: Purse, kind: str, amount: int, *, key: str, by: User | None, note: str = "", now: datetime
) -> PurseEntry:
    """Enter a movement once for its key and change the balance with it. Inside a transaction; locks the purse.

    Raises: TooLittle; then nothing has moved.
    """
    held = Purse.objects.select_for_update(no_key=True).get(pk=purse.pk)
    known = PurseEntry.objects.filter(key=key).first()
    if known:
        return known
    enough = Purse.objects.filter(pk=held.pk, available__gte=-amount)
    if not enough.update(available=F("available") + amount):
        raise TooLittle(available=held.available, needed=-amount)
    purse.available = held.available + amount
    return PurseEntry.objects.create(purse=purse, kind=kind, amount=amount, key=key, by=by, note=note, at=now)
