"""Where a parcel goes: its member says it, is asked for it, and it is erased when nobody needs it any more.

No address is written into the log of steps, which is for ever, nor into a notice.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import clean, errors, jobs
from rewards import countries
from rewards.machines import CAME_TO_NOTHING, TAKES_ADDRESS
from rewards.models import DeliveryAddress, Event, Seat
from rewards.services.buying import deadlines, locking, notifying

PAUSES = (timedelta(days=3), timedelta(days=25))  # between the times that a member is asked
MOST_ASKS = len(PAUSES) + 1
LAST_WAIT = timedelta(days=7)  # after the last time; then the money goes back by itself
LENGTHS = {
    "recipient": 80, "line1": 120, "line2": 120, "postcode": 20, "city": 80, "region": 80, "country": 2, "phone": 30,
}  # fmt: skip
_MACHINES_READ = ("postcode", "country", "phone")  # typed in full width on some keyboards
_NEEDED = ("recipient", "line1", "city", "country")
_POSTCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]*")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]*(?:(?:X|EXT\.?) ?[0-9]+)?")
_DIGITS = (5, 20)


@dataclass(frozen=True)
class Address:
    """Where a parcel goes; `country` is an ISO 3166 code of two letters."""

    recipient: str
    line1: str
    city: str
    country: str
    line2: str = ""
    postcode: str = ""
    region: str = ""
    phone: str = ""


class TooLateForAddress(errors.Conflict):
    """The parcel is on its way, or there will be none; `data["state"]` is the order's."""

    code = "rewards.address_too_late"
    message = _("It is too late for that: the parcel is on its way, or the order is over. Write to the brand.")


class NothingIsSent(errors.Conflict):
    """The campaign sends no parcel."""

    code = "rewards.nothing_is_sent"
    message = _("Nothing is sent by post here, so nobody needs your address.")


class NoAddress(errors.Conflict):
    """A parcel cannot be marked as sent before its member has said where to."""

    code = "rewards.no_address"
    message = _("There is no address yet, so this cannot have been sent. We have asked for it.")


@transaction.atomic
def give(*, actor: User, seat: Seat, address: Address, now: datetime) -> Seat:
    """Note where the parcel of one's own order goes, in place of what was said before. The same twice changes nothing.

    A paid order is to be sent from the first time on. Locks: the seat. Queries: 5, 6 for the address of a paid order.
    Raises: NotFound: another's seat. Invalid, naming the fields. NothingIsSent, TooLateForAddress.
    """
    held = locking.seat_alone(seat.pk)
    if held.user_id != actor.pk:
        raise errors.NotFound(code="rewards.seat_not_found")
    if not held.campaign.needs_address:
        raise NothingIsSent
    if held.state not in TAKES_ADDRESS:
        raise TooLateForAddress(state=held.state)
    said = asdict(checked(address))
    known = DeliveryAddress.objects.filter(seat=held)
    if known.filter(**said).exists():
        return held
    if not known.update(**said, given_at=now):
        DeliveryAddress.objects.create(seat=held, **said, given_at=now)
        if held.state == Seat.State.CAPTURED:
            deadlines.begin([held], now)
    notifying.touch_all([], [actor])
    return held


def require(seat: Seat) -> None:
    """Refuse to send a parcel that goes nowhere. The seat is locked. Queries: 1. Raises: NoAddress."""
    if seat.campaign.needs_address and not DeliveryAddress.objects.filter(seat=seat).exists():
        raise NoAddress(state=seat.state)


def checked(address: Address) -> Address:
    """Return the address as it is kept. Raises: Invalid, with a sentence for every field that needs another look."""
    wrong: dict[str, errors.Text] = {}
    kept: dict[str, str] = {}
    for name, most in LENGTHS.items():
        try:
            said = getattr(address, name)
            plain = unicodedata.normalize("NFKC", said).upper() if name in _MACHINES_READ else said
            kept[name] = clean.line(plain, field=name, most=most, least=int(name in _NEEDED))
        except errors.Invalid as error:
            wrong |= error.fields
    wrong = {**_unlikely(kept), **wrong}
    if wrong:
        raise errors.Invalid(fields={name: wrong[name] for name in LENGTHS if name in wrong})
    return replace(address, **kept)


def ask_due(*, now: datetime) -> int:
    """Ask the members of paid orders without an address for it, and twice more within a month; return how many.

    A sweeper: so a team that succeeds is not slowed by it, and who gives the address at once is not asked.
    """
    return jobs.sweep(_unaddressed(now).order_by("address_asks", "pk"), _ask, now)


def unanswered(now: datetime) -> Q:
    """Return which paid orders lack an address a week after their members were asked for the last time."""
    return _nowhere() & Q(address_asks__gte=MOST_ASKS, address_asked_at__lte=now - LAST_WAIT)


def erase_due(*, now: datetime) -> int:
    """Delete the addresses of orders that came to nothing, and those of parcels sent long ago; return how many."""
    return jobs.sweep(_unneeded(now).order_by("pk"), _erase, now)


def _unlikely(kept: dict[str, str]) -> dict[str, errors.Text]:
    wrong: dict[str, errors.Text] = {}
    if kept.get("country") not in countries.codes():
        wrong["country"] = _("Please choose one of the list.")
    postcode, phone = kept.get("postcode", ""), kept.get("phone", "")
    if postcode and not _POSTCODE.fullmatch(postcode):
        wrong["postcode"] = _("Letters, digits, spaces and hyphens only, please.")
    least, most = _DIGITS
    if phone and not (_PHONE.fullmatch(phone) and least <= sum(each.isdigit() for each in phone) <= most):
        wrong["phone"] = _("This does not look like a telephone number.")
    if kept.get("country") == "CN":
        if not kept.get("region"):
            wrong["region"] = _("Which province? Carriers in China ask for it.")
        if not phone:
            wrong["phone"] = _("Carriers in China call before they come: which number?")
    return wrong


def _unaddressed(now: datetime) -> QuerySet[Seat]:
    is_time = Q(address_asks=0)
    for asks, pause in enumerate(PAUSES, start=1):
        is_time |= Q(address_asks=asks, address_asked_at__lte=now - pause)
    return Seat.objects.filter(is_time & _nowhere())


def _nowhere() -> Q:
    return Q(state=Seat.State.CAPTURED, campaign__needs_address=True, address=None)


def _unneeded(now: datetime) -> QuerySet[Seat]:
    """Return the seats whose address goes; one is given before its parcel is sent, so `given_at` narrows the search."""
    before = now - timedelta(days=settings.HEARTH_ADDRESS_DAYS)
    sent = Event.objects.filter(kind=Seat.KIND, row_id=OuterRef("pk"), after=Seat.State.FULFILLED, at__lte=before)
    is_old = Q(Exists(sent), state=Seat.State.FULFILLED, address__given_at__lte=before)
    return Seat.objects.filter(Q(state__in=CAME_TO_NOTHING) | is_old, address__isnull=False)


@transaction.atomic
def _ask(pk: int, now: datetime) -> int:
    seat = locking.seat_alone(pk)
    if not _unaddressed(now).filter(pk=pk).exists():
        return 0
    asks = seat.address_asks + 1
    Seat.objects.filter(pk=pk).update(address_asks=asks, address_asked_at=now)
    notifying.address_missing(seat, asks, now + LAST_WAIT if asks == MOST_ASKS else None, now)
    return 1


@transaction.atomic
def _erase(pk: int, now: datetime) -> int:
    seat = locking.seat_alone(pk)
    if not _unneeded(now).filter(pk=pk).exists():
        return 0
    DeliveryAddress.objects.filter(seat=seat).delete()
    notifying.touch_all([], [seat.user])
    return 1
