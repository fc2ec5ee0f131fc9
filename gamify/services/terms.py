"""After how long a currency lapses, when an edition changes it: nobody is taken by surprise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gamify.engine import lots
from gamify.models import Account, Currency, Cutoff


@dataclass(frozen=True)
class Change:
    """A currency that now lapses after so many months, None never; under a shorter time nothing before `starts_at`."""

    currency: str
    months: int | None
    starts_at: datetime | None = None


def bring(held: Currency, *, months: int | None, now: datetime) -> Iterator[Change]:
    """Prepare a currency for lapsing after `months`, and yield that if it is a change. Inside a transaction.

    A shorter time holds for no cut-off that is less than a month away; what was announced stays as it was. A longer one
    calls off what was announced and has not come. Queries: none without a change.
    """
    if held.lapses_after_months == months:
        return
    is_shorter = months is not None and months < (held.lapses_after_months or lots.LONGEST + 1)
    if not is_shorter:
        Cutoff.objects.filter(currency=held, at__gt=now).delete()
        yield Change(held.pk, months)
    elif Account.objects.filter(currency=held).exists():
        starts_at = now + lots.AHEAD
        Currency.objects.filter(pk=held.pk).update(lapses_from=starts_at)
        yield Change(held.pk, months, starts_at)
    else:
        yield Change(held.pk, months)
