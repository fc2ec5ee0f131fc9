"""Standing behind a proposal, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import mailboxes
from accounts.models import BrandStaff, User
from community import eligibility
from community.machines import TAKES_SUPPORT
from community.models import Authorship, Proposal, Support
from community.models.support import LIVE
from community.policies import Action
from community.services import access
from community.services.proposals import activities, counters, locking, notifying, rising, versions
from lib import errors

State = Support.State
MOST_LIVE = 30
BATCH = 500


class OwnProposal(errors.NotAllowed):
    """Who wrote it stands behind it anyway, and who is to answer does not ask."""

    code = "community.own_proposal"
    message = _("This is yours, or your brand's to answer: others decide whether they want it.")


class NoneLeft(errors.Conflict):
    """The member supports as many open proposals as they can; each comes back when it closes."""

    code = "community.no_support_left"
    message = _("You support thirty open proposals. Take one back, or wait until one is answered.")


class Struck(errors.NotAllowed):
    """Moderators found the member's support not to be valid."""

    code = "community.support_struck"
    message = _("Your support of this was found not to be valid. You were told why.")


class Merged(errors.Conflict):
    """The proposal is part of another one: `data["into"]` is its public id."""

    code = "community.proposal_merged"
    message = _("This proposal was merged into another one. Support that one.")


@transaction.atomic
def support(*, user: User, proposal: Proposal, now: datetime) -> Support:
    """Stand behind the present version of a proposal, once; also the answer "yes, still" after a material change.

    A member who is not yet trusted counts as soon as they are; of two accounts of one mailbox one counts, the other as
    soon as the first does not. The first support freezes the texts.
    Locks: the member, their place in the group, the proposal.
    Raises: by policy of the group; OwnProposal; NoneLeft; Merged; WrongMoment: it takes no support any more.
    Emits: activity `support` when it counts; the proposal's topic; notices of a rung or the target.
    """
    locking.member(user)
    access.enter(action=Action.REACT, group=proposal.group, user=user, now=now)
    held = locking.proposal(proposal.pk)
    row = Support.objects.filter(proposal=held, user=user).first()
    if row is not None and row.state in (State.COUNTED, State.PROVISIONAL):
        return row
    _check_takes(held, now)
    _check_valid(row)
    _check_other(held, user)
    if row is None or row.state != State.ASKED:
        _check_room(user)
    versions.freeze(held, now=now)
    state = State.COUNTED if eligibility.is_trusted(user) and not has_twin(held, user) else State.PROVISIONAL
    row = _put(held, user, row, state, now)
    if state == State.COUNTED:
        _counted(held, row, now)
    notifying.supported(held, user)
    return row


@transaction.atomic
def withdraw(*, user: User, proposal: Proposal, now: datetime) -> Support:
    """Take one's support back, as long as it has not closed; twice changes nothing. Banned members may.

    Locks: as `support`. Raises: NotFound: there is none. Merged, WrongMoment. Emits: undo of `support`; the topic.
    """
    locking.member(user)
    access.hold(group=proposal.group, user=user)
    held = locking.proposal(proposal.pk)
    row = Support.objects.filter(proposal=held, user=user).first()
    if row is None:
        raise errors.NotFound(code="community.support_not_found")
    if row.state == State.WITHDRAWN:
        return row
    if held.state == Proposal.State.MERGED and held.merged_into is not None:
        raise Merged(into=held.merged_into.public_id)
    if held.state not in TAKES_SUPPORT:  # one that a moderator took away may be left as well
        raise locking.WrongMoment(state=held.state)
    _check_valid(row)
    counters.move(held, row.state, State.WITHDRAWN)
    row.state, row.changed_at = State.WITHDRAWN, now
    row.save(update_fields=["state", "changed_at"])
    notifying.unsupported(held, row, now=now)
    return row


def count_trusted(*, now: datetime) -> int:
    """Count the supports of members who have become trusted, or whose twin counts no more; return how many."""
    done, last = 0, 0
    waiting = Support.objects.filter(state=State.PROVISIONAL, proposal__state__in=TAKES_SUPPORT).order_by("pk")
    while rows := list(waiting.filter(pk__gt=last).values_list("pk", "proposal_id", "user_id")[:BATCH]):
        known = eligibility.trusted({user for _, _, user in rows})
        done += sum(_count(pk, proposal, now) for pk, proposal, user in rows if user in known)
        last = rows[-1][0]
    return done


def _count(pk: int, proposal_pk: int, now: datetime) -> int:
    with transaction.atomic():
        held = locking.proposal(proposal_pk)
        row = Support.objects.select_related("user").get(pk=pk)
        if row.state != State.PROVISIONAL or held.state not in TAKES_SUPPORT or rising.is_late(held, now):
            return 0
        if has_twin(held, row.user):
            return 0
        counters.move(held, row.state, State.COUNTED)
        row.state, row.changed_at = State.COUNTED, now
        row.save(update_fields=["state", "changed_at"])
        _counted(held, row, now)
        notifying.supported(held, row.user)
    return 1


def _put(held: Proposal, user: User, row: Support | None, state: str, now: datetime) -> Support:
    """Write the member's one row, and count it."""
    counters.move(held, row.state if row else "", state)
    if row is None:
        return Support.objects.create(
            proposal=held, user=user, state=state, version=held.version, since=now, changed_at=now
        )
    row.state, row.version, row.changed_at, row.came_from, row.before = state, held.version, now, None, ""
    row.save(update_fields=["state", "version", "changed_at", "came_from", "before"])
    return row


def _counted(held: Proposal, row: Support, now: datetime) -> None:
    activities.support_counts(held, row, now=now)
    rising.climb(held, now=now)


def _check_takes(held: Proposal, now: datetime) -> None:
    if held.state == Proposal.State.MERGED and held.merged_into is not None:
        raise Merged(into=held.merged_into.public_id)
    locking.check_state(held, *TAKES_SUPPORT)
    if rising.is_late(held, now):
        raise locking.WrongMoment(state=Proposal.State.LAPSED)


def _check_valid(row: Support | None) -> None:
    if row is not None and row.state == State.STRUCK:
        raise Struck


def _check_other(held: Proposal, user: User) -> None:
    own = _own_people(held)
    if user.pk in own or mailboxes.is_among(user.email, own.values()):
        raise OwnProposal


def has_twin(proposal: Proposal, user: User) -> bool:
    """Say whether another account of the same mailbox counts for it. Queries: 1."""
    if not user.email:
        return False
    counted = Support.objects.filter(proposal=proposal, state=State.COUNTED).exclude(user=user)
    near = counted.filter(user__email__istartswith=user.email[0])  # the rest of a mailbox no database compares
    return mailboxes.is_among(user.email, near.values_list("user__email", flat=True))


def ineligible(held: Proposal) -> frozenset[int]:
    """Return who cannot support it: its authors and the people of the brand that is asked. Queries: 2."""
    return frozenset(_own_people(held))


def _own_people(held: Proposal) -> dict[int, str]:
    """Return them with their addresses: nor can whoever has the same mailbox. Queries: 2."""
    accepted = Authorship.objects.filter(proposal=held, state=Authorship.State.ACCEPTED)
    people, known = BrandStaff.objects.filter(brand=held.brand_id), ("user_id", "user__email")
    return dict(accepted.values_list(*known)) | dict(people.values_list(*known))


def _check_room(user: User) -> None:
    live = Support.objects.filter(user=user, state__in=LIVE, proposal__state__in=TAKES_SUPPORT)
    if live.count() >= MOST_LIVE:
        raise NoneLeft(most=MOST_LIVE)
