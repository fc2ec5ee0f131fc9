"""Writing a proposal: a private draft, saved as one types, with whoever agrees to be named, until it is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from community import rights, similarity
from community.models import Authorship, Group, Proposal
from community.policies import Action
from community.proposal_policies import ProposalAction
from community.selectors import proposals as reading
from community.services import access
from community.services.proposals import inbox_lines, locking, notifying, wording
from community.services.proposals.wording import Words
from lib import errors
from lib.machines import steps

State = Proposal.State
MOST_DRAFTS = 20
WRITABLE = (State.DRAFT, State.CHANGES)


class Stale(errors.Conflict):
    """A co-author saved meanwhile; `data` has the texts and `edition` now."""

    code = "community.proposal_changed"
    message = _("This draft was changed while you were writing. Here are both versions.")


class TooMany(errors.Conflict):
    """The member has as many drafts as there is room for."""

    code = "community.too_many_proposals"
    message = _("You have twenty drafts of proposals already. Finish or withdraw one first.")


@dataclass(frozen=True)
class Near:
    """A proposal that is close to what is typed, and how close, in percent."""

    proposal: Proposal
    percent: int


@transaction.atomic
def draft(*, author: User, group: Group, words: Words, brand: Brand | None = None, now: datetime) -> Proposal:
    """Begin a proposal in a group; nobody but its authors sees it, and it may be as unfinished as it likes.

    Locks: the member, their place in the group. Raises: by policy of the group; TooMany; Invalid by field.
    """
    locking.member(author)
    access.enter(action=Action.POST, group=group, user=author, now=now)
    if Proposal.objects.filter(author=author, state=State.DRAFT).count() >= MOST_DRAFTS:
        raise TooMany
    return begin(author=author, group=group, words=words, brand=brand, now=now)


@transaction.atomic
def save(
    *, by: User, proposal: Proposal, words: Words, brand: Brand | None = None, edition: int, now: datetime
) -> Proposal:
    """Keep what an author has typed so far; saving the same again changes nothing.

    Args: edition: the proposal's `edition` that the form was opened on.
    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment; Stale; Invalid by field.
    """
    held = locking.hold(by, proposal, ProposalAction.WRITE, *WRITABLE)
    values = wording.keepable(words) | {"brand": brand}
    if all(getattr(held, name) == value for name, value in values.items()):
        return held
    if edition != held.edition:
        raise Stale(edition=held.edition, **wording.texts_of(held))
    wording.write(held, values | {"edition": held.edition + 1, "edited_at": now})
    held.save(update_fields=[*values, "edition", "edited_at"])
    inbox_lines.changed(held)
    return held


@transaction.atomic
def submit(*, by: User, proposal: Proposal, terms: str, now: datetime) -> Proposal:
    """Hand a draft in for review, accepting the terms on rights; after changes that were asked for, again.

    Args: terms: the version of the terms that was shown (`rights.LATEST`).
    Locks: the proposal, its authorships. Emits: activity `propose` follows when it opens.
    Raises: NotFound, NotAllowed, WrongMoment; Invalid: texts are missing, a co-author has not answered or has not
        accepted the terms, or these are not the latest.
    """
    accepted = rights.check_latest(terms)
    held = locking.hold(by, proposal, ProposalAction.WRITE, *WRITABLE)
    access.enter(action=Action.POST, group=held.group, user=by, now=now)
    Authorship.objects.filter(proposal=held, user=by).update(terms=accepted)
    _check_ready(held, accepted)
    steps.take(held, State.REVIEW, actor=by, cause="submitted", now=now, submitted_at=now, reason="")
    notifying.submitted(held, by=by, now=now)
    return held


def near(*, user: User, text: str, besides: Proposal | None = None) -> tuple[Near, ...]:
    """Return published proposals that `user` may see and that are close to `text`, the closest first. Queries: 2."""
    known = reading.titles(user=user, besides=besides)
    close = similarity.nearest(text, known)
    found = Proposal.objects.select_related("group").in_bulk([each.key for each in close])
    return tuple(Near(found[each.key], each.percent) for each in close)


def begin(*, author: User, group: Group, words: Words, brand: Brand | None, now: datetime) -> Proposal:
    """Make a draft with its first author. Inside a transaction. Raises: Invalid by field."""
    made = Proposal.objects.create(
        state=State.DRAFT, group=group, brand=brand, author=author, created_at=now, **wording.keepable(words)
    )
    Authorship.objects.create(
        proposal=made, user=author, state=Authorship.State.ACCEPTED, invited_at=now, answered_at=now
    )
    steps.born(made, actor=author, cause="drafted", now=now)
    return made


def _check_ready(held: Proposal, terms: str) -> None:
    wrong = wording.lacks(wording.texts_of(held))
    authors = list(Authorship.objects.filter(proposal=held, user__is_active=True))  # who is gone keeps nobody waiting
    if any(each.state == Authorship.State.INVITED for each in authors):
        wrong["authors"] = _("Somebody has not answered yet whether they want to be named.")
    elif any(each.state == Authorship.State.ACCEPTED and each.terms != terms for each in authors):
        wrong["authors"] = _("Somebody who is named has not accepted the present terms on rights.")
    if wrong:
        raise errors.Invalid(_("A few things are missing before this can be reviewed."), fields=wrong)
