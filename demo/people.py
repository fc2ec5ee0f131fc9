"""The demo's accounts that a newcomer may try."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "warm hearth"  # noqa: S105  # printed on the sign-in page of the demo
STAFF = "keeper"


@dataclass(frozen=True)
class Account:
    """A login and what one can see with it."""

    login: str
    role: str | Promise


ACCOUNTS = (
    Account("linmei", _("a member")),
    Account("xiaoman", _("a member who reads Chinese and owns a group")),
    Account("jonas", _("moderates Tea Table")),
    Account("haruka", _("wrote a proposal that others want to change")),
    Account("camille", _("leads the brand Maison Aurore")),
    Account("ewan", _("leads the brand Fieldnote")),
    Account("chenshan", _("leads the brand Shanjian Tea, in Chinese")),
    Account(STAFF, _("site staff, with the admin")),
)
