"""Who may do what with a challenge. Nothing here asks the database: a person's role is loaded by `selectors.roles`."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from lib import errors


class Role(StrEnum):
    """What somebody is to the challenges of a brand or a group; staff who belong to it count as its people only.

    Who leads a group is an owner of its challenges.
    """

    NOBODY = "nobody"
    EDITOR = "editor"
    OWNER = "owner"
    STAFF = "staff"


class Action(StrEnum):
    """What may be asked of a challenge, its submissions and its purse."""

    SEE = "see"
    WRITE = "write"
    REVIEW = "review"
    JUDGE = "judge"
    CANCEL = "cancel"
    STOP = "stop"
    FUND = "fund"


_HOUSE = frozenset({Role.EDITOR, Role.OWNER})
_STAFF = frozenset({Role.STAFF})
_MAY = {
    Action.SEE: _HOUSE | _STAFF,
    Action.WRITE: _HOUSE,
    Action.REVIEW: _STAFF,
    Action.JUDGE: _HOUSE | _STAFF,
    Action.CANCEL: _STAFF | {Role.OWNER},
    Action.STOP: _STAFF,
    Action.FUND: _STAFF,
}
_NEEDS = {
    Action.WRITE: _("Only those who run this challenge may do that."),
    Action.REVIEW: _("Only staff who do not belong to those who run it may do that."),
    Action.JUDGE: _("Only those who run this challenge, or staff, may do that."),
    Action.CANCEL: _("Only an owner of those who run it, or staff, may do that."),
    Action.STOP: _("Only staff may do that once people are taking part."),
    Action.FUND: _("Only staff who do not belong to it may fill this purse."),
}


def may(action: Action, role: Role) -> bool:
    """Say whether the table allows `action`."""
    return role in _MAY[action]


def check(action: Action, role: Role) -> None:
    """Refuse `action` unless the table allows it.

    Raises: NotFound for those who may not even know; NotAllowed for those who may look but not do this.
    """
    if may(action, role):
        return
    if role is Role.NOBODY:
        raise errors.NotFound(code="gamify.challenge_not_found")
    raise errors.NotAllowed(_NEEDS.get(action), code=f"gamify.may_not_{action}")
