"""The way in to what becomes of a proposal, and what waits for whoever reviews or answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Brand, User
from accounts.selectors import brands
from community.machines import IN_MAKING
from community.models import BrandAnswer, Group, Proposal
from community.proposal_policies import ProposalRole
from community.selectors import proposal_roles
from community.selectors.proposal_roles import Viewer
from community.services.making import updates
from community.services.proposals import reviewing
from lib import errors
from live.selectors import topics

State = Proposal.State
MOST = 100


@dataclass(frozen=True)
class Row:
    """A proposal that waits; `answer` is what is prepared and not yet public."""

    proposal: Proposal
    is_late: bool = False
    is_stale: bool = False
    answer: BrandAnswer | None = None


@dataclass(frozen=True)
class Queue:
    """What waits for whoever reviews: to be opened, for a brand to be named, and answers that are late."""

    waiting: tuple[Row, ...]
    homeless: tuple[Proposal, ...]
    late: tuple[Proposal, ...]


@dataclass(frozen=True)
class Inbox:
    """What a brand is asked, the most urgent first, what it makes, what may come, and what is over."""

    due: tuple[Row, ...]
    making: tuple[Row, ...]
    coming: tuple[Row, ...]
    over: tuple[Row, ...]


def get(*, user: Viewer, public_id: str) -> tuple[Proposal, frozenset[ProposalRole]]:
    """Return what `see` returns, and what `user` is to it. Queries: as `see` and `roles_of`. Raises: NotFound."""
    seen = see(user=user, public_id=public_id)
    return seen, proposal_roles.roles_of(user=user, proposal=seen)


def see(*, user: Viewer, public_id: str) -> Proposal:
    """Return a proposal that `user` may see or that is asked of their brand, with the `live_version` of its topic.

    Queries: 1, or 2. Raises: NotFound.
    """
    rows = Proposal.objects.annotate(live_version=topics.version_beside("proposal"))
    rows = rows.select_related("group", "brand", "author", "merged_into")
    seen = rows.visible_to(user).filter(public_id=public_id).first()
    if seen is None and isinstance(user, User):
        seen = rows.published().filter(public_id=public_id, brand__staff__user=user).first()
    if seen is None:
        raise errors.NotFound(code="community.proposal_not_found")
    return seen


def asked(*, user: Viewer, public_id: str) -> Proposal:
    """Return a public proposal that is asked of a brand that `user` works for. Queries: as `get`. Raises: NotFound."""
    proposal, roles = get(user=user, public_id=public_id)
    if ProposalRole.BRAND not in roles:
        raise errors.NotFound(code="community.proposal_not_found")
    return proposal


def queue(*, user: User, now: datetime) -> Queue:
    """Return what waits for `user` to review. Queries: 5. Raises: NotFound for whoever reviews nothing."""
    places = Group.objects.moderated_by(user).values("pk")
    if brands.works_for_any(user) or not (user.is_staff or places.exists()):
        raise errors.NotFound(code="community.reviewers_only")
    rows = Proposal.objects.filter(removed_at=None).select_related("group", "brand", "author")
    rows = rows.exclude(Q(authorships__user=user) & Q(authorships__state="accepted"))
    if not user.is_staff:
        rows = rows.filter(group__in=places)
    waiting = rows.filter(state=State.REVIEW).order_by("submitted_at", "pk")[:MOST]
    return Queue(
        waiting=tuple(Row(each, reviewing.is_overdue(each, now)) for each in waiting),
        homeless=tuple(rows.filter(state=State.THRESHOLD).order_by("reached_at", "pk")[:MOST]),
        late=tuple(rows.filter(state=State.DUE, due_at__lt=now).order_by("due_at", "pk")[:MOST]),
    )


def inbox(*, brand: Brand, now: datetime) -> Inbox:
    """Return what a brand is asked. Queries: 5."""
    rows = Proposal.objects.published().filter(brand=brand).select_related("group", "brand", "author")
    due = rows.filter(state=State.DUE).order_by("due_at", "pk")[:MOST]
    prepared = BrandAnswer.objects.filter(proposal__brand=brand, state=BrandAnswer.State.PREPARED)
    answers = {answer.proposal_id: answer for answer in prepared}
    making_now = rows.filter(state__in=IN_MAKING).order_by("updated_at", "pk")[:MOST]
    coming = rows.filter(state__in=(State.OPEN, State.THRESHOLD)).order_by("-supporters", "-pk")[:MOST]
    over = rows.filter(state__in=(State.LAUNCHED, State.DECLINED)).order_by("-answered_at", "-pk")[:MOST]
    return Inbox(
        due=tuple(Row(each, is_due_over(each, now), answer=answers.get(each.pk)) for each in due),
        making=tuple(Row(each, is_stale=updates.is_stale(each, now)) for each in making_now),
        coming=tuple(Row(each) for each in coming),
        over=tuple(Row(each) for each in over),
    )


def is_due_over(proposal: Proposal, now: datetime) -> bool:
    """Say whether the brand's answer is late, which everybody is shown."""
    return proposal.state == State.DUE and proposal.due_at is not None and proposal.due_at < now
