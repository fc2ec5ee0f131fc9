"""What an erased account leaves behind of its ideas: what others supported or wrote with it is theirs, and stays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from community import paths
from community.models import Argument, Authorship, Case, Proposal, ProposalPicture
from community.models.proposal import TEXTS
from community.services.proposals import inbox_lines, locking
from inbox.services import notifications
from lib import pictures
from lib.machines import steps

State = Proposal.State
UNSEEN = (State.DRAFT,)
NEVER_OPEN = (State.DRAFT, State.REVIEW, State.CHANGES, State.REJECTED, State.WITHDRAWN)
WAITS = (State.DRAFT, State.REVIEW, State.CHANGES)


def ideas(*, user: User, with_words: bool, now: datetime) -> None:
    """Empty their drafts that nobody else is named in; with their words, whatever was never open, too.

    Inside a transaction. Locks: each proposal, by id.
    """
    named = Authorship.objects.filter(state=Authorship.State.ACCEPTED, user__is_active=True).exclude(user=user)
    mine = Proposal.objects.filter(author=user, opened_at=None, state__in=NEVER_OPEN if with_words else UNSEEN)
    for pk in mine.exclude(pk__in=named.values("proposal")).order_by("pk").values_list("pk", flat=True):
        _empty(locking.proposal(pk), now)


def arguments(*, user: User, now: datetime) -> None:
    """Take away what they said for and against proposals, and where a case quotes it. Inside a transaction."""
    mine = Argument.objects.filter(author=user)
    for proposal in Proposal.objects.filter(arguments__in=mine).distinct():
        inbox_lines.changed(proposal)
    _forget_cases(Q(argument__in=mine))
    mine.filter(removed_at=None).update(removed_at=now)
    mine.update(body="")


def _empty(held: Proposal, now: datetime) -> None:
    if held.state in WAITS:
        steps.take(held, State.WITHDRAWN, actor=held.author, cause="account_erased", now=now)
    blank = dict.fromkeys(TEXTS, "")
    Proposal.objects.filter(pk=held.pk).update(**blank, htmls={}, language="", edition=held.edition + 1)
    for picture in ProposalPicture.objects.filter(proposal=held):
        picture.delete()
        pictures.forget(picture.file.name)
    _forget_cases(Q(proposal=held))
    notifications.forget(pages=[paths.of_proposal(held), paths.of_review(held)])
    inbox_lines.changed(held)


def _forget_cases(about: Q) -> None:
    for case in Case.objects.filter(about):
        Case.objects.filter(pk=case.pk).update(snapshot={"body": "", "html": "", "at": case.snapshot.get("at", "")})
