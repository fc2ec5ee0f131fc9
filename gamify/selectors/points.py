"""Why these points: a member's ledger with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import User
from gamify.engine.economy import Economy
from gamify.models import LedgerEntry
from gamify.storage import economies
from lib import numbers

PAGE = 30
_BESIDE_RULES = {
    "spend": gettext_lazy("Spent"),
    "release": gettext_lazy("Given back"),
    "transfer": gettext_lazy("Won in a challenge"),
    "expire": gettext_lazy("Not used in time"),
}


@dataclass(frozen=True)
class Line:
    """A movement and its reason.

    `source` is the rule, task or badge at its version (`rule/share-moment@1`) and `name` what the reader calls it, the
    object is what the activity was about, and `reason` is why it was taken back.
    """

    pk: int
    at: datetime
    currency: str
    amount: int
    kind: str
    source: str
    name: str
    verb: str
    object_type: str
    object_id: str
    reason: str
    is_reversed: bool

    @property
    def sentence(self) -> str:
        if self.kind == "expire" and self.amount > 0:
            return _("Had lapsed already")
        if self.kind in _BESIDE_RULES:
            return str(_BESIDE_RULES[self.kind])
        if self.kind != "reverse":
            return self.name
        if self.amount < 0:
            return _("Taken back: %(name)s") % {"name": self.name}
        return _("Given again: %(name)s") % {"name": self.name}


@dataclass(frozen=True)
class Page:
    """Some of a member's movements; `next_cursor` is "" on the last page."""

    lines: tuple[Line, ...]
    next_cursor: str


def ledger(*, user: User, currency: str = "", after: str = "", limit: int = PAGE) -> Page:
    """Return the member's movements, newest first; garbage in `after` gives the first page. Queries: 2."""
    rows = LedgerEntry.objects.filter(account__user=user)
    if currency:
        rows = rows.filter(account__currency_id=currency)
    if before := numbers.find(after):
        rows = rows.filter(pk__lt=before)
    limit = min(limit, 100)
    related = rows.select_related("account", "activity", "reversed_by").order_by("-pk")
    found = list(related[: limit + 1])
    economy = economies.current() if found else economies.NONE
    lines = tuple(_line(row, economy) for row in found[:limit])
    return Page(lines, str(lines[-1].pk) if len(found) > limit else "")


def _line(row: LedgerEntry, economy: Economy) -> Line:
    return Line(
        pk=row.pk,
        at=row.at,
        currency=row.account.currency_id,
        amount=row.amount,
        kind=row.kind,
        source=row.source,
        name=economy.name_of(row.source),
        verb=row.activity.verb,
        object_type=row.activity.object_type,
        object_id=row.activity.object_id,
        reason=str(row.activity.data.get("reason", "")) if row.kind == "reverse" else "",
        is_reversed=hasattr(row, "reversed_by"),
    )
