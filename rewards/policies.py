"""Who may do what in a group buy. Nothing here asks the database: a person's part is loaded by `selectors.parts`."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from lib import errors


class Part(StrEnum):
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


_BRAND = frozenset({Part.EDITOR, Part.OWNER})
_MAY = {
    Action.SEE: _BRAND | {Part.STAFF},
    Action.WRITE: _BRAND,
    Action.REVIEW: frozenset({Part.STAFF}),
    Action.PAUSE: _BRAND | {Part.STAFF},
    Action.EXTEND: frozenset({Part.STAFF}),
    Action.CANCEL: frozenset({Part.OWNER, Part.STAFF}),
    Action.SHIP: _BRAND,
    Action.REFUND: frozenset({Part.OWNER, Part.STAFF}),
}
_NEEDS = {
    Action.WRITE: _("Only people of this brand may do that."),
    Action.REVIEW: _("Only staff who do not work for this brand may do that."),
    Action.EXTEND: _("Only staff who do not work for this brand may do that."),
    Action.CANCEL: _("Only an owner of this brand or staff may do that."),
    Action.SHIP: _("Only people of this brand may do that."),
    Action.REFUND: _("Only an owner of this brand or staff may do that."),
}


def may(action: Action, part: Part) -> bool:
    """Say whether the table allows `action`."""
    return part in _MAY[action]


def check(action: Action, part: Part) -> None:
    """Refuse `action` unless the table allows it.

    Raises: NotFound for those who may not even know; NotAllowed for those who may look but not do this.
    """
    if may(action, part):
        return
    if part is Part.NOBODY:
        raise errors.NotFound(code="rewards.campaign_not_found")
    raise errors.NotAllowed(_NEEDS.get(action), code=f"rewards.may_not_{action}")
