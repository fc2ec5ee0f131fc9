"""The terms of a coupon as its brand wants them: what of them can be kept, and what they lack to be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lib import clean, errors, money, ranges, wordings
from lib.wordings import Texts, Wrong
from rewards import discounts
from rewards.models import Coupon
from rewards.services.buying.terms import MOST_MINOR
from rewards.services.coupons import checks

NAME_LENGTH = 60
LEAST_CODE, MOST_CODE = 4, 24
MOST_USES, MOST_PER_MEMBER = 1_000_000, 20
_AS_THEY_ARE = (
    "kind", "currency", "value", "most_minor", "least_minor", "opens_at", "closes_at", "max_uses", "per_member",
    "stacks", "is_single",
)  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """A coupon as somebody wants it. `value` is in minor units or basis points; `campaign` a public id, "" for all.

    `code` is the one that all share; a coupon of single codes has none, and as many uses as it has codes.
    """

    names: Texts
    kind: str = Coupon.Kind.AMOUNT
    currency: str = "CNY"
    value: int = 0
    most_minor: int | None = None
    least_minor: int = 0
    campaign: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    max_uses: int = 0
    per_member: int = 1
    stacks: bool = False
    is_single: bool = False
    code: str = ""


def keepable(terms: Terms) -> dict[str, object]:
    """Return the columns of the coupon, however unfinished. Raises: Invalid, naming every field that cannot be kept."""
    wrong: Wrong = {}
    values: dict[str, object] = {
        "names": wordings.keep(terms.names, "name", NAME_LENGTH, wrong, clean.line),
        **{name: getattr(terms, name) for name in _AS_THEY_ARE},
    }
    if terms.kind not in Coupon.Kind.values:
        wrong["kind"] = _("Please choose one of the list.")
    if terms.currency not in money.EXPONENTS:
        wrong["currency"] = _("Please choose one of the list.")
    is_percent = terms.kind == Coupon.Kind.PERCENT
    allowed = {
        "value": (0, discounts.WHOLE if is_percent else MOST_MINOR),
        "most_minor": (1, MOST_MINOR),
        "least_minor": (0, MOST_MINOR),
        "max_uses": (0, MOST_USES),
        "per_member": (1, MOST_PER_MEMBER),
    }
    ranges.check(terms, allowed, wrong)
    ranges.check_years(terms, ("opens_at", "closes_at"), wrong)
    if wrong:
        raise errors.Invalid(fields=wrong)
    if terms.is_single:
        del values["max_uses"]
    if not is_percent:
        values["most_minor"] = None
    return values


def code_of(terms: Terms) -> str:
    """Return the shared code as it is compared, "" for none. Raises: Invalid beside `code`."""
    code = checks.plain(terms.code)
    if terms.is_single or not code:
        return ""
    if not LEAST_CODE <= len(code) <= MOST_CODE:
        said = _("From %(least)s to %(most)s letters and digits.") % {"least": LEAST_CODE, "most": MOST_CODE}
        raise errors.Invalid(fields={"code": said})
    return code


def lacks(coupon: Coupon, codes: int, now: datetime) -> Wrong:
    """Return what keeps a coupon from being used: a sentence for each field that is missing or does not fit."""
    wrong: Wrong = {}
    if not coupon.names:
        wrong["name"] = _("Give it a name, in one language at least.")
    if coupon.value < 1:
        wrong["value"] = _("How much does it take off?")
    if not codes:
        made, typed = _("Make the codes first: as many as there are, so often it can be used."), _("Which code is it?")
        wrong["codes" if coupon.is_single else "code"] = made if coupon.is_single else typed
    elif coupon.max_uses < 1:
        wrong["max_uses"] = _("How often may it be used?")
    if coupon.closes_at is None:
        wrong["closes_at"] = _("Until when is it good?")
    elif coupon.closes_at <= max(coupon.opens_at or now, now):
        wrong["closes_at"] = _("It must end after it begins, and not in the past.")
    if coupon.campaign and coupon.campaign.currency != coupon.currency:
        wrong["currency"] = _("Its campaign is sold in %(currency)s.") % {"currency": coupon.campaign.currency}
    return wrong
