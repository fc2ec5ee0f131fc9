"""Who may do what with a challenge. Nothing here asks the database: a person's role is loaded by `selectors.roles`.

Who leads a group is an owner of its challenges; staff who belong to it count as its people only.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from accounts.policies import BRAND, STAFF, Policy, Role

__all__ = ["Action", "Role", "check", "may", "not_found"]


class Action(StrEnum):
    """What may be asked of a challenge, its submissions and its purse."""

    SEE = "see"
    WRITE = "write"
    REVIEW = "review"
    JUDGE = "judge"
    CANCEL = "cancel"
    STOP = "stop"
    FUND = "fund"


_policy = Policy(
    app="gamify",
    hidden="challenge_not_found",
    roles={
        Action.SEE: BRAND | STAFF,
        Action.WRITE: BRAND,
        Action.REVIEW: STAFF,
        Action.JUDGE: BRAND | STAFF,
        Action.CANCEL: STAFF | {Role.OWNER},
        Action.STOP: STAFF,
        Action.FUND: STAFF,
    },
    needs={
        Action.WRITE: _("Only those who run this challenge may do that."),
        Action.REVIEW: _("Only staff who do not belong to those who run it may do that."),
        Action.JUDGE: _("Only those who run this challenge, or staff, may do that."),
        Action.CANCEL: _("Only an owner of those who run it, or staff, may do that."),
        Action.STOP: _("Only staff may do that once people are taking part."),
        Action.FUND: _("Only staff who do not belong to it may fill this purse."),
    },
)
may, check, not_found = _policy.may, _policy.check, _policy.not_found
