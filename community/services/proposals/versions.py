"""The texts of a proposal once it is open: free until the first support, after that only by versions that stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Proposal, ProposalVersion, Support
from community.proposal_policies import ProposalAction
from community.services.proposals import inbox_lines, locking, notifying, rising, wording
from community.services.proposals.drafting import Stale
from community.services.proposals.wording import Words
from lib import clean, documents, errors
from lib.machines import steps

CHANGES_LENGTH = 500


@transaction.atomic
def revise(
    *, by: User, proposal: Proposal, words: Words, changes: str, is_material: bool, edition: int, now: datetime
) -> Proposal:
    """Change the texts of an open proposal. Before the first support that is all; after it, a new version is kept, and
    a material change asks every supporter again: until they answer they do not count.

    After an answer "needs work" a new version is material whatever the authors say, and the rungs begin anew.
    Args: changes: what is different, in the authors' words. edition: what the form was opened on.
    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment; Stale; Invalid: a text or `changes` is missing, or
        nothing is different.
    """
    held = locking.hold(by, proposal, ProposalAction.WRITE, Proposal.State.OPEN)
    if edition != held.edition:
        raise Stale(edition=held.edition, **wording.texts_of(held))
    return write(held, words=words, changes=changes, is_material=is_material, by=by, cause="revised", now=now)


def write(
    held: Proposal, *, words: Words, changes: str, is_material: bool, by: User, cause: str, now: datetime
) -> Proposal:
    """Write the texts of a locked, open proposal, as `revise`. Inside a transaction."""
    values = wording.keepable(words)
    if all(getattr(held, name) == value for name, value in values.items()):
        raise errors.Invalid(_("Nothing is different yet."), code="community.proposal_same")
    needs_work = rising.was_sent_back(held)
    said = clean.block(changes, field="changes", most=CHANGES_LENGTH, least=3 if held.is_frozen else 0)
    wording.write(held, values)
    wrong = wording.lacks(wording.texts_of(held))
    if wrong:
        raise errors.Invalid(fields=wrong)
    if not held.is_frozen:
        steps.take(held, held.state, actor=by, cause=cause, now=now, **values, edition=held.edition + 1, edited_at=now)
        inbox_lines.changed(held)
        return held
    material = is_material or needs_work
    number = held.version + 1
    data = {"version": number, "is_material": material}
    values |= {"version": number, "edition": held.edition + 1, "edited_at": now}
    steps.take(held, held.state, actor=by, cause=cause, now=now, data=data, **values)
    _keep(held, changes=said, is_material=material, by=by, now=now)
    if material:
        _ask_again(held, now)
    if needs_work:
        rising.begin(held, actor=by, cause="began_again", now=now)
    inbox_lines.changed(held)
    return held


def freeze(held: Proposal, *, now: datetime) -> None:
    """Keep the texts as its first supporter reads them; later does nothing. Caller holds the proposal."""
    if held.is_frozen:
        return
    _keep(held, changes="", is_material=False, by=held.author, now=now)
    Proposal.objects.filter(pk=held.pk).update(frozen_at=now)
    held.frozen_at = now


def _keep(held: Proposal, *, changes: str, is_material: bool, by: User, now: datetime) -> None:
    kept = wording.texts_of(held)
    ProposalVersion.objects.create(
        proposal=held,
        number=held.version,
        texts=kept,
        htmls=held.htmls,
        changes=changes,
        is_material=is_material,
        hash=documents.digest(kept),
        by=by,
        at=now,
    )


def _ask_again(held: Proposal, now: datetime) -> None:
    live = Support.objects.filter(proposal=held, state__in=(Support.State.COUNTED, Support.State.PROVISIONAL))
    live.update(state=Support.State.ASKED, changed_at=now)
    Proposal.objects.filter(pk=held.pk).update(
        asked=F("asked") + F("supporters") + F("provisional"), supporters=0, provisional=0
    )
    held.asked, held.supporters, held.provisional = held.asked + held.supporters + held.provisional, 0, 0
    notifying.asked_again(held, now=now)
