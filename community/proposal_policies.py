"""Who may do what with a proposal: one table. `selectors.proposal_parts` loads the parts; nothing here asks for them.

A person may have several parts. Nobody judges what they wrote, or what their brand is asked to make.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from lib import errors


class Part(StrEnum):
    """What somebody is to a proposal."""

    AUTHOR = "author"
    INVITED = "invited"
    MODERATOR = "moderator"
    STAFF = "staff"
    BRAND = "brand"
    CONTRIBUTOR = "contributor"


class Deed(StrEnum):
    """What may be asked of a proposal. What every member of its group may do is asked of the group."""

    WRITE = "write"
    AGREE = "agree"
    REVIEW = "review"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    CREDIT = "credit"
    OBJECT = "object"


_JUDGES = frozenset({Part.MODERATOR, Part.STAFF})
_MAY = {
    Deed.WRITE: frozenset({Part.AUTHOR}),
    Deed.AGREE: frozenset({Part.INVITED}),
    Deed.REVIEW: _JUDGES,
    Deed.ANSWER: frozenset({Part.BRAND}),
    Deed.WITHDRAW: frozenset({Part.AUTHOR}) | _JUDGES,
    Deed.CREDIT: frozenset({Part.AUTHOR}),
    Deed.OBJECT: frozenset({Part.AUTHOR, Part.CONTRIBUTOR}),
}
_NEEDS = {
    Deed.WRITE: _("Only its authors may do that."),
    Deed.AGREE: _("Only who is asked to be named may do that."),
    Deed.REVIEW: _("Only moderators of its group or staff may do that, who neither wrote it nor work for a brand."),
    Deed.ANSWER: _("Only people of the brand that was asked may do that."),
    Deed.WITHDRAW: _("Only its authors may do that."),
    Deed.CREDIT: _("Only its authors may do that."),
    Deed.OBJECT: _("Only who has a part in it may do that."),
}


def may(deed: Deed, parts: AbstractSet[Part]) -> bool:
    """Say whether the table allows `deed`."""
    if deed is Deed.REVIEW and parts & {Part.AUTHOR, Part.BRAND}:
        return False
    return bool(_MAY[deed] & parts)


def check(deed: Deed, parts: AbstractSet[Part]) -> None:
    """Refuse `deed` unless the table allows it. Raises: NotAllowed."""
    if not may(deed, parts):
        raise errors.NotAllowed(_NEEDS[deed], code=f"community.proposal_may_not_{deed}")
