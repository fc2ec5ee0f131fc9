"""Who may do what with a proposal: one table. `selectors.proposal_roles` loads the roles; nothing here asks for them.

A person may have several roles. Nobody judges what they wrote, or what their brand is asked to make.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from lib import errors


class ProposalRole(StrEnum):
    """What somebody is to a proposal."""

    AUTHOR = "author"
    INVITED = "invited"
    MODERATOR = "moderator"
    STAFF = "staff"
    BRAND = "brand"
    CONTRIBUTOR = "contributor"


class ProposalAction(StrEnum):
    """What may be asked of a proposal. What every member of its group may do is asked of the group."""

    WRITE = "write"
    AGREE = "agree"
    REVIEW = "review"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    CREDIT = "credit"
    OBJECT = "object"


Roles = AbstractSet[ProposalRole]

_JUDGES = frozenset({ProposalRole.MODERATOR, ProposalRole.STAFF})
_MAY = {
    ProposalAction.WRITE: frozenset({ProposalRole.AUTHOR}),
    ProposalAction.AGREE: frozenset({ProposalRole.INVITED}),
    ProposalAction.REVIEW: _JUDGES,
    ProposalAction.ANSWER: frozenset({ProposalRole.BRAND}),
    ProposalAction.WITHDRAW: frozenset({ProposalRole.AUTHOR}) | _JUDGES,
    ProposalAction.CREDIT: frozenset({ProposalRole.AUTHOR}),
    ProposalAction.OBJECT: frozenset({ProposalRole.AUTHOR, ProposalRole.CONTRIBUTOR}),
}
_NEEDS = {
    ProposalAction.WRITE: _("Only its authors may do that."),
    ProposalAction.AGREE: _("Only who is asked to be named may do that."),
    ProposalAction.REVIEW: _(
        "Only moderators of its group or staff may do that, who neither wrote it nor work for a brand."
    ),
    ProposalAction.ANSWER: _("Only people of the brand that was asked may do that."),
    ProposalAction.WITHDRAW: _("Only its authors may do that."),
    ProposalAction.CREDIT: _("Only its authors may do that."),
    ProposalAction.OBJECT: _("Only who has a part in it may do that."),
}


def may(action: ProposalAction, roles: Roles) -> bool:
    """Say whether the table allows `action`."""
    if action is ProposalAction.REVIEW and roles & {ProposalRole.AUTHOR, ProposalRole.BRAND}:
        return False
    return bool(_MAY[action] & roles)


def check(action: ProposalAction, roles: Roles) -> None:
    """Refuse `action` unless the table allows it. Raises: NotAllowed."""
    if not may(action, roles):
        raise errors.NotAllowed(_NEEDS[action], code=f"community.proposal_may_not_{action}")
