"""From a finished making to a sale: credit first, supporters first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import crediting
from community.models import Authorship, CreditStatement, Proposal, Support
from community.proposal_policies import ProposalAction
from community.services.making import notifying
from community.services.proposals import locking
from gamify import launches
from lib import errors
from lib.machines import steps

State = Proposal.State
SUPPORTERS_FIRST = timedelta(days=3)
NAME_LENGTH, STORY_LENGTH = 80, 4_000  # of what is sold


class CreditOpen(errors.Conflict):
    """Nothing is launched before everybody's share is frozen, and sums to 10,000 basis points."""

    code = "community.credit_open"
    message = _("First the credit statement must be frozen: who had a part in it, and which share.")


@transaction.atomic
def announce(*, by: User, proposal: Proposal, now: datetime) -> Proposal:
    """Say that it is about to be launched, and draft what will be sold, for the brand to finish.

    Locks: the proposal. Raises: as `launch`.
    """
    held = locking.hold(by, proposal, ProposalAction.ANSWER, State.MAKING)
    check_credit(held)
    names, stories = words_of(held)
    launches.prepare(_launch(held, by, names, stories, now))
    steps.take(held, State.PRELAUNCH, actor=by, cause="announced", now=now, updated_at=now, stale_told_at=None)
    notifying.announced(held, now=now)
    return held


@transaction.atomic
def back(*, by: User, proposal: Proposal, now: datetime) -> Proposal:
    """Go back to the making before the launch. Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment."""
    held = locking.hold(by, proposal, ProposalAction.ANSWER, State.PRELAUNCH)
    steps.take(held, State.MAKING, actor=by, cause="not_yet", now=now, updated_at=now)
    notifying.changed(held)
    return held


@transaction.atomic
def launch(
    *, by: User, proposal: Proposal, names: Mapping[str, str], stories: Mapping[str, str], now: datetime
) -> Proposal:
    """Open the sale, for its supporters and whoever had a part in it first; once: a second call changes nothing.

    Locks: the proposal, and what the opener of launches locks.
    Raises: NotFound, NotAllowed, WrongMoment; CreditOpen; launches.NothingToOpen; what the opener raises.
    Emits: notices to everybody who may buy first.
    """
    held = locking.hold(by, proposal, ProposalAction.ANSWER, State.PRELAUNCH, State.LAUNCHED)
    if held.state == State.LAUNCHED:
        return held
    check_credit(held)
    opened = launches.open_(_launch(held, by, names, stories, now))
    data = {"ref": opened.ref, "url": opened.url}
    changes = {"launched_as": opened.ref, "launched_url": opened.url, "updated_at": now}
    steps.take(held, State.LAUNCHED, actor=by, cause="launched", now=now, data=data, **changes)
    notifying.launched(held, first_ids(held), now=now)
    return held


def check_credit(held: Proposal) -> CreditStatement:
    """Return the frozen statement. Queries: 2. Raises: CreditOpen."""
    frozen = CreditStatement.objects.filter(proposal=held, state=CreditStatement.State.FROZEN).first()
    total = sum(frozen.shares.values_list("basis_points", flat=True)) if frozen else 0
    if frozen is None or total != crediting.WHOLE:
        raise CreditOpen(basis_points=total)
    return frozen


def first_ids(held: Proposal) -> frozenset[int]:
    """Return the ids of those who may buy first: supporters, authors, and who is in the statement. Queries: 3."""
    counted = Support.State.COUNTED
    supporters = Support.objects.filter(proposal=held, state=Support.State.RETURNED, before=counted)
    authors = Authorship.objects.filter(proposal=held, state=Authorship.State.ACCEPTED)
    named = CreditStatement.objects.filter(proposal=held).values_list("shares__user_id", flat=True)
    found = (*supporters.values_list("user_id", flat=True), *authors.values_list("user_id", flat=True), *named)
    return frozenset(pk for pk in found if pk)


def key_of(proposal: Proposal) -> str:
    """Return the name of its launch, for ever."""
    return f"proposal:{proposal.public_id}"


def words_of(proposal: Proposal) -> tuple[dict[str, str], dict[str, str]]:
    """Return a name and a story for what is sold, in the language it was written in, to begin with."""
    language = proposal.language if proposal.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return {language: proposal.title[:NAME_LENGTH]}, {language: proposal.sketch[:STORY_LENGTH]}


def _launch(
    held: Proposal, by: User, names: Mapping[str, str], stories: Mapping[str, str], now: datetime
) -> launches.Launch:
    assert held.brand is not None
    return launches.Launch(
        key=key_of(held),
        brand=held.brand,
        by=by,
        names=names,
        stories=stories,
        first=first_ids(held),
        first_until=now + SUPPORTERS_FIRST,
        now=now,
    )
