"""The codes of a reward: pasted or uploaded by its brand, counted as its stock, each handed out once."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import clean, errors
from rewards.models import Reward, RewardCode
from rewards.policies import Action
from rewards.services import listings
from rewards.services.assists import serving
from rewards.services.catalogue import notifying, stock

LENGTH, MOST_AT_ONCE, MOST_BYTES = 80, 5000, 1024 * 1024
_HEADS = frozenset(["code", "codes", "coupon", "key", "兑换码", "卡密", "券码"])
State = Reward.State
OPEN_STATES = (State.DRAFT, State.REVIEW, State.OPEN, State.PAUSED)


@dataclass(frozen=True)
class Added:
    """How many codes are new, and how many were there before or came twice."""

    fresh: int
    known: int


def add(*, by: User, reward: Reward, text: str, now: datetime) -> Added:
    """Add the codes in `text`, one a line, or the first column of a CSV, as `add_all` does."""
    return add_all(by=by, reward=reward, found=_read(text), now=now)


@transaction.atomic
def add_all(*, by: User, reward: Reward, found: Sequence[str], now: datetime) -> Added:
    """Add codes. The stock grows by those that are new; who waits for one has it first.

    Locks: the reward. Raises: NotFound, NotAllowed, WrongMoment; Invalid beside `codes`. No message quotes a code.
    """
    found = _checked(found)
    held = listings.lock(reward, by=by, action=Action.WRITE)
    if not held.is_code:
        raise errors.Invalid(fields={"codes": _("This reward has no codes.")})
    listings.check_state(held, *OPEN_STATES)
    there = set(RewardCode.objects.filter(reward=held, code__in=found).values_list("code", flat=True))
    fresh = [code for code in found if code not in there]
    RewardCode.objects.bulk_create(RewardCode(reward=held, code=code, added_at=now) for code in fresh)
    stock.add(held, len(fresh))
    serving.serve(held, now)
    if fresh and held.published_at:
        notifying.touch(held)
    return Added(len(fresh), len(found) - len(fresh))


def _read(text: str) -> list[str]:
    """Return the first column without its head. Raises: Invalid."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise _invalid(_("At most %(most)s codes at once, please.") % {"most": MOST_AT_ONCE})
    if clean.has_forbidden(text):
        raise _invalid(_("This text holds characters that cannot be stored."))
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))))
    except csv.Error as error:
        raise _invalid(_("This cannot be read as a table.")) from error
    cells = [row[0].strip() for row in rows if row]
    return cells[1:] if cells and cells[0].lower() in _HEADS else cells


def _checked(found: Sequence[str]) -> list[str]:
    """Return the different codes in the order they came. Raises: Invalid."""
    kept = (unicodedata.normalize("NFC", one).strip() for one in found)
    codes = list(dict.fromkeys(one for one in kept if one))
    if not codes:
        raise _invalid(_("Please paste one code a line."))
    if len(codes) > MOST_AT_ONCE:
        raise _invalid(_("At most %(most)s codes at once, please.") % {"most": MOST_AT_ONCE})
    for number, code in enumerate(codes, start=1):
        if len(code) > LENGTH or not code.isprintable():
            said = _("Code %(number)s is too long: %(most)s characters at most, on one line.")
            raise _invalid(said % {"number": number, "most": LENGTH})
    return codes


def _invalid(said: errors.Text) -> errors.Invalid:
    return errors.Invalid(fields={"codes": said})
