"""Where the parcel of a redemption goes: its member says it, until it is sent. It stands in no log and no notice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from accounts.models import User
from lib import errors
from rewards.models import Redemption, RedemptionAddress
from rewards.services import promises
from rewards.services.buying import addresses
from rewards.services.buying.addresses import Address, NothingIsSent, TooLateForAddress
from rewards.services.catalogue import locking, notifying

TAKES_ADDRESS = (Redemption.State.RESERVED, Redemption.State.APPROVED)


@transaction.atomic
def say_where(*, actor: User, redemption: Redemption, address: Address, now: datetime) -> Redemption:
    """Note where the parcel goes, in place of what was said before. The same twice changes nothing.

    Locks: the reward, the redemption. Raises: NotFound: another's. Invalid. NothingIsSent, TooLateForAddress.
    """
    held = locking.redemption(redemption.pk)
    if held.user_id != actor.pk:
        raise errors.NotFound(code="rewards.redemption_not_found")
    if not held.reward.is_item:
        raise NothingIsSent
    if held.state not in TAKES_ADDRESS:
        raise TooLateForAddress(state=held.state)
    said = asdict(addresses.checked(address))
    known = RedemptionAddress.objects.filter(redemption=held)
    if known.filter(**said).exists():
        return held
    if not known.update(**said, given_at=now):
        RedemptionAddress.objects.create(redemption=held, **said, given_at=now)
        if held.state == Redemption.State.APPROVED:
            promises.begin(held, held.reward.ship_days, now)
    notifying.changed(held)
    return held
