"""Who may do what in a group buy. Nothing here asks the database: a person's role is loaded by `selectors.roles`."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from lib import errors


class Role(StrEnum):
    """What somebody is to a brand's campaigns; staff who work for the brand count as its people only."""

    NOBODY = "nobody"
    EDITOR = "editor"
    OWNER = "owner"
    STAFF = "staff"


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


_BRAND = frozenset({Role.EDITOR, Role.OWNER})
_MAY = {
    Action.SEE: _BRAND | {Role.STAFF},
    Action.WRITE: _BRAND,
    Action.REVIEW: frozenset({Role.STAFF}),
    Action.PAUSE: _BRAND | {Role.STAFF},
    Action.EXTEND: frozenset({Role.STAFF}),
    Action.CANCEL: frozenset({Role.OWNER, Role.STAFF}),
    Action.SHIP: _BRAND,
    Action.REFUND: frozenset({Role.OWNER, Role.STAFF}),
}
_NEEDS = {
    Action.WRITE: _("Only people of this brand may do that."),
    Action.REVIEW: _("Only staff who do not work for this brand may do that."),
    Action.EXTEND: _("Only staff who do not work for this brand may do that."),
    Action.CANCEL: _("Only an owner of this brand or staff may do that."),
    Action.SHIP: _("Only people of this brand may do that."),
    Action.REFUND: _("Only an owner of this brand or staff may do that."),
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
        raise errors.NotFound(code="rewards.campaign_not_found")
    raise errors.NotAllowed(_NEEDS.get(action), code=f"rewards.may_not_{action}")
