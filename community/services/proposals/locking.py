"""Taking rows of co-creation for oneself: member, place in the group, proposals by their keys, then what is theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Proposal
from community.proposal_policies import ProposalAction
from community.selectors import proposal_roles
from lib import errors
from lib.records import Records

_PROPOSAL, _MEMBER = Records(Proposal, beside=("group", "brand", "author")), Records(User)


class WrongMoment(errors.Conflict):
    """The proposal is in another state by now; `data["state"]` says which."""

    code = "community.proposal_moment"
    message = _("That is not possible any more: the proposal has moved on.")


def proposal(pk: int) -> Proposal:
    """Return the proposal with its group, brand and author, locked. Queries: 1."""
    return _PROPOSAL.held_by_key(pk)


def proposals(*pks: int) -> dict[int, Proposal]:
    """Return proposals by their keys, locked in the order of the keys. Queries: 1."""
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("group", "brand", "author")
    return {row.pk: row for row in rows.filter(pk__in=pks).order_by("pk")}


def member(user: User) -> User:
    """Return the member, locked: what they do in several places at once is done one after the other. Queries: 1."""
    return _MEMBER.held_by_key(user.pk)


def hold(by: User, what: Proposal, action: ProposalAction, *states: str) -> Proposal:
    """Return the proposal locked, for `by` who may do `action`, in one of `states` (any without them).

    Raises: NotFound, NotAllowed, WrongMoment.
    """
    held = proposal(what.pk)
    proposal_roles.require(user=by, proposal=held, action=action)
    check_state(held, *states)
    return held


def check_state(held: Proposal, *states: str) -> None:
    """Raises: NotFound: a moderator took it away. WrongMoment: it is in none of `states`."""
    if held.removed_at is not None:
        raise errors.NotFound(code="community.proposal_not_found")
    if states and held.state not in states:
        raise WrongMoment(state=held.state)
