"""Who may do what in a group buy. Nothing here asks the database: a person's role is loaded by `selectors.roles`."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from accounts.policies import BRAND, STAFF, Policy, Role

__all__ = ["Action", "Role", "check", "may", "not_found"]


class Action(StrEnum):
    """What may be asked of a brand's campaigns."""

    SEE = "see"
    WRITE = "write"
    REVIEW = "review"
    PAUSE = "pause"
    EXTEND = "extend"
    CANCEL = "cancel"
    SHIP = "ship"
    REFUND = "refund"


_OWNERS = frozenset({Role.OWNER, Role.STAFF})
_policy = Policy(
    app="rewards",
    hidden="campaign_not_found",
    roles={
        Action.SEE: BRAND | STAFF,
        Action.WRITE: BRAND,
        Action.REVIEW: STAFF,
        Action.PAUSE: BRAND | STAFF,
        Action.EXTEND: STAFF,
        Action.CANCEL: _OWNERS,
        Action.SHIP: BRAND,
        Action.REFUND: _OWNERS,
    },
    needs={
        Action.WRITE: _("Only people of this brand may do that."),
        Action.REVIEW: _("Only staff who do not work for this brand may do that."),
        Action.EXTEND: _("Only staff who do not work for this brand may do that."),
        Action.CANCEL: _("Only an owner of this brand or staff may do that."),
        Action.SHIP: _("Only people of this brand may do that."),
        Action.REFUND: _("Only an owner of this brand or staff may do that."),
    },
)
may, check, not_found = _policy.may, _policy.check, _policy.not_found
