"""The pictures of news and prototypes: sent along or added later, and taken away again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import moderation
from community.machines import IN_MAKING
from community.models import MakingPicture, MakingUpdate, Proposal
from community.proposal_policies import ProposalAction
from community.selectors import proposal_roles
from community.services import modlog, sending
from community.services.making import notifying, updates
from community.services.proposals import locking
from lib import clean, errors, pictures

MOST = 4
ALT_LENGTH = 300


@dataclass(frozen=True)
class Shot:
    """A picture that was decoded, and what it shows."""

    encoded: pictures.Encoded
    alt: str


def take(file: Any, alt: str) -> Shot:
    """Decode a picture that somebody sent, before any transaction.

    Raises: Invalid beside `picture` or `alt`; RateLimited.
    """
    said = clean.line(alt, field="alt", most=ALT_LENGTH, least=2)
    if not file:
        raise errors.Invalid(fields={"picture": _("Choose a picture.")})
    return Shot(pictures.encode(file, field="picture"), said)


def tell(
    *,
    by: User,
    proposal: Proposal,
    title: str,
    body: str,
    is_prototype: bool = False,
    picture: Any = None,
    alt: str = "",
    now: datetime,
) -> MakingUpdate:
    """Write news or show a prototype, as `making.tell`, with a picture if there is one: both or neither."""
    shot = take(picture, alt) if picture else None
    with transaction.atomic():
        made = updates.tell(by=by, proposal=proposal, title=title, body=body, is_prototype=is_prototype, now=now)
        if shot is not None:
            _keep(made, shot)
    return made


def add(*, by: User, update: MakingUpdate, file: Any, alt: str, now: datetime) -> MakingPicture:
    """Add a picture to news that were told; four at most.

    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment; as `take`.
    """
    shot = take(file, alt)
    with transaction.atomic():
        held = locking.hold(by, update.proposal, ProposalAction.ANSWER, *IN_MAKING)
        made = _keep(update, shot)
        notifying.changed(held)
    return made


@transaction.atomic
def remove(*, by: User, picture: MakingPicture) -> None:
    """Take a picture away as the brand that showed it. Locks: the proposal. Raises: NotFound, NotAllowed."""
    held = locking.proposal(picture.update.proposal_id)
    proposal_roles.require(user=by, proposal=held, action=ProposalAction.ANSWER)
    _drop(held, picture)


@transaction.atomic
def take_away(*, by: User, picture: MakingPicture, reason: str, now: datetime) -> None:
    """Take a picture away as who reviews, and say why: the log keeps it, who showed it is told.

    Locks: the proposal. Raises: NotFound, NotAllowed; Invalid for `reason`.
    """
    held = locking.proposal(picture.update.proposal_id)
    proposal_roles.require(user=by, proposal=held, action=ProposalAction.REVIEW)
    action = moderation.get("picture")
    _rule, said = modlog.grounds(action, group_id=held.group_id, rule=None, reason=reason)
    subject = picture.update.by
    _drop(held, picture)
    deed = moderation.Deed(group=held.group, moderator=by, subject=subject, now=now, reason=said, target=held)
    _entry, letters = modlog.write(action, deed)
    sending.send(letters)


def _drop(held: Proposal, picture: MakingPicture) -> None:
    picture.delete()
    pictures.forget(picture.file.name)
    notifying.changed(held)


def _keep(update: MakingUpdate, shot: Shot) -> MakingPicture:
    """Store a picture in the first free place. Caller holds the proposal. Raises: Invalid beside `picture`."""
    places = set(MakingPicture.objects.filter(update=update).values_list("position", flat=True))
    free = next((place for place in range(MOST) if place not in places), None)
    if free is None:
        raise errors.Invalid(fields={"picture": _("Four pictures are the most.")})
    made = MakingPicture(update=update, alt=shot.alt, position=free)
    made.width, made.height = pictures.keep(made.file, shot.encoded, made.public_id)
    made.save()
    return made
