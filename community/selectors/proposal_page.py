"""What the page of one proposal is made of: where it stands for everybody, and what one is to it oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import policies, support_rungs
from community.machines import TAKES_SUPPORT
from community.models import Authorship, Proposal, ProposalPicture, Support
from community.models.support import LIVE
from community.proposal_policies import ProposalAction, ProposalRole, may
from community.selectors import proposal_roles, proposal_trail, standings
from community.selectors.proposal_roles import Viewer
from community.services.proposals import supporting
from lib import clean, errors

FACES = 6


@dataclass(frozen=True)
class Rung:
    """A step on the way: how many by when, and whether it is climbed or the one ahead."""

    need: int
    by: datetime
    is_climbed: bool
    is_next: bool


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands, the same for everybody who may see it."""

    proposal: Proposal
    rungs: tuple[Rung, ...]
    faces: tuple[User, ...]
    trail: tuple[proposal_trail.Line, ...]

    @property
    def percent(self) -> int:
        return min(100 * self.proposal.supporters // max(self.proposal.target, 1), 100)

    @property
    def takes_support(self) -> bool:
        return self.proposal.state in TAKES_SUPPORT

    @property
    def more(self) -> int:
        """How many supporters have no face here."""
        return max(self.proposal.supporters - len(self.faces), 0)


@dataclass(frozen=True)
class Mine:
    """What somebody is to a proposal: their `roles`, the state of their `support`, why they cannot support it.

    `has_twin` says whether their support waits because another account of their mailbox counts.
    """

    roles: frozenset[ProposalRole]
    support: Support | None
    refusal: str
    has_twin: bool = False

    @property
    def state(self) -> str:
        return self.support.state if self.support else ""

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_author(self) -> bool:
        return ProposalRole.AUTHOR in self.roles

    @property
    def is_invited(self) -> bool:
        return ProposalRole.INVITED in self.roles

    @property
    def is_brand(self) -> bool:
        return ProposalRole.BRAND in self.roles

    @property
    def is_judge(self) -> bool:
        """Whether they review it; nobody reviews what they wrote or what their brand is asked."""
        return may(ProposalAction.REVIEW, self.roles)


def standing(*, pk: int) -> Standing:
    """Return where a proposal stands. Queries: 3."""
    proposal = Proposal.objects.select_related("group", "brand", "author", "merged_into").get(pk=pk)
    rows = Support.objects.filter(proposal=pk, state=Support.State.COUNTED).select_related("user")
    faces = tuple(row.user for row in rows.order_by("-pk")[:FACES])
    return Standing(proposal, _rungs(proposal), faces, proposal_trail.of(proposal))


def mine(*, viewer: Viewer, proposal: Proposal, now: datetime) -> Mine:
    """Return what `viewer` is to it. Queries: 5 at most, none for visitors."""
    roles = proposal_roles.roles_of(user=viewer, proposal=proposal)
    if not isinstance(viewer, User):
        return Mine(roles, None, "")
    row = Support.objects.filter(proposal=proposal, user=viewer).first()
    waits = row is not None and row.state == Support.State.PROVISIONAL
    has_twin = waits and supporting.has_twin(proposal, viewer)
    return Mine(roles, row, _refusal(viewer, proposal, now), has_twin)


def people(*, proposal: Proposal) -> tuple[Authorship, ...]:
    """Return who is named or asked to be, the first author in front. Queries: 1."""
    rows = Authorship.objects.filter(proposal=proposal).select_related("user").order_by("pk")
    return tuple(row for row in rows if row.state in (Authorship.State.ACCEPTED, Authorship.State.INVITED))


def author(*, proposal: Proposal, handle: str) -> User:
    """Return somebody who is named or asked to be. Queries: 1. Raises: NotFound."""
    said = clean.sought(handle, most=40).removeprefix("@")
    row = Authorship.objects.filter(proposal=proposal, user__username=said).select_related("user").first()
    if row is None:
        raise errors.NotFound(_("There is nobody with this handle."), code="accounts.person_not_found")
    return row.user


def pictures(*, proposal: Proposal) -> tuple[ProposalPicture, ...]:
    """Return its pictures in order. Queries: 1."""
    return tuple(ProposalPicture.objects.filter(proposal=proposal).order_by("position"))


def absorbed(*, viewer: Viewer, proposal: Proposal) -> tuple[Proposal, ...]:
    """Return those merged into it that `viewer` may see. Queries: 1."""
    rows = Proposal.objects.visible_to(viewer).filter(merged_into=proposal, state=Proposal.State.MERGED)
    return tuple(rows.select_related("author").order_by("pk"))


def picture(*, viewer: Viewer, public_id: str) -> ProposalPicture:
    """Return a picture of a proposal that `viewer` may see. Queries: 2. Raises: NotFound."""
    row = ProposalPicture.objects.filter(public_id=public_id).first()
    if row is None or not Proposal.objects.visible_to(viewer).filter(pk=row.proposal_id).exists():
        raise errors.NotFound(code="community.proposal_not_found")
    return row


def _rungs(proposal: Proposal) -> tuple[Rung, ...]:
    is_open = proposal.state == Proposal.State.OPEN
    return tuple(
        Rung(rung.need, rung.by, place < proposal.rung, is_open and place == proposal.rung)
        for place, rung in enumerate(support_rungs.read(proposal.rungs))
    )


def _refusal(viewer: User, proposal: Proposal, now: datetime) -> str:
    """Say in words why the group does not let them support it, "" when it does. Queries: 1."""
    place = standings.of(user=viewer, group=proposal.group, now=now)
    try:
        policies.check(policies.Action.REACT, proposal.group, place)
    except errors.HearthError as error:
        return str(error.message)
    return ""
