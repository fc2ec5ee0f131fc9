"""Taking rows of a vote for oneself, always in the order round, allowance, vote; and who may run one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, BrandStaff, User
from community.models import Allowance, Group, Membership, VoteRound
from lib import errors


class WrongMoment(errors.Conflict):
    """The vote is in another state by now; `data["state"]` says which."""

    code = "community.round_moment"
    message = _("That is not possible any more: the vote has moved on.")


class NotAVoter(errors.NotAllowed):
    """Who may vote was decided when it opened."""

    code = "community.not_a_voter"
    message = _("Who may vote was decided when this vote opened, and you are not among them.")


def vote_round(pk: int) -> VoteRound:
    """Return the round with its group and brand, locked. Queries: 1."""
    rows = VoteRound.objects.select_for_update(of=("self",), no_key=True).select_related("group", "brand")
    return rows.get(pk=pk)


def allowance(vote: VoteRound, user: User) -> Allowance:
    """Return the voter's allowance, locked. Queries: 1. Raises: NotAVoter."""
    row = Allowance.objects.select_for_update(no_key=True).filter(round=vote, user=user).first()
    if row is None:
        raise NotAVoter
    return row


def hold(by: User, vote: VoteRound, *states: str) -> VoteRound:
    """Return the round locked, for `by` who runs it. Raises: NotFound, NotAllowed, WrongMoment."""
    held = vote_round(vote.pk)
    if not VoteRound.objects.visible_to(by).filter(pk=held.pk).exists():
        raise errors.NotFound(code="community.round_not_found")
    check_may_run(by, held.group, held.brand)
    if held.state not in states:
        raise WrongMoment(state=held.state)
    return held


def check_may_run(by: User, group: Group | None, brand: Brand | None) -> None:
    """Refuse who may not run such a vote: staff who work for no brand, moderators of its group; a brand's people where
    it is no group's.

    Queries: at most 2. Raises: NotAllowed.
    """
    brands = set(BrandStaff.objects.filter(user=by).values_list("brand_id", flat=True))
    if brand is not None and group is None:
        is_allowed = brand.pk in brands or (by.is_staff and not brands)
    else:
        is_allowed = not brands and (by.is_staff or _moderates(by, group))
    if not is_allowed:
        raise errors.NotAllowed(code="community.round_may_not_run")


def _moderates(by: User, group: Group | None) -> bool:
    place = Membership.objects.filter(group=group, user=by).first() if group else None
    return place is not None and place.is_moderator
