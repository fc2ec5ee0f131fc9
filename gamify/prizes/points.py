"""Points of the challenge's currency, paid from its escrow: `{"amount": 50}` for each place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext

from gamify import prizes

if TYPE_CHECKING:
    from gamify.models import Challenge

MOST = 100_000


def check(spec: prizes.Spec, challenge: Challenge) -> None:
    """Refuse an amount that is no whole number from 1 to MOST."""
    amount = spec.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int) or not 1 <= amount <= MOST:
        raise prizes.Wrong(gettext_lazy("A prize is between 1 and %(most)s points.") % {"most": MOST})


def words(spec: prizes.Spec) -> str:
    """Return how many points it is."""
    return ngettext("%(n)s point", "%(n)s points", spec["amount"]) % {"n": spec["amount"]}


def cost(spec: prizes.Spec) -> int:
    """Return the points of one place; 0 as long as a draft does not say how many."""
    amount = spec.get("amount")
    return amount if isinstance(amount, int) else 0


KIND = prizes.Kind("points", gettext_lazy("Points"), check, words, cost)
