"""The pictures of a sketch: added and taken away while its texts may still be changed freely."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Proposal, ProposalPicture
from community.proposal_policies import ProposalAction
from community.services.proposals import inbox_lines, locking
from community.services.proposals.drafting import WRITABLE
from lib import clean, errors, pictures

MOST = 4
ALT_LENGTH = 300


def add(*, by: User, proposal: Proposal, file: Any, alt: str, now: datetime) -> ProposalPicture:
    """Add a picture to a draft; `alt` says what it shows to those who cannot see it.

    Decoding happens before the transaction. Locks: the proposal.
    Raises: NotFound, NotAllowed, WrongMoment; Invalid beside `picture` or `alt`; RateLimited.
    """
    said = clean.line(alt, field="alt", most=ALT_LENGTH, least=2)
    if file is None:
        raise errors.Invalid(fields={"picture": _("Choose a picture.")})
    encoded = pictures.encode(file, field="picture")
    with transaction.atomic():
        held = locking.hold(by, proposal, ProposalAction.WRITE, *WRITABLE)
        places = set(ProposalPicture.objects.filter(proposal=held).values_list("position", flat=True))
        free = next((place for place in range(MOST) if place not in places), None)
        if free is None:
            raise errors.Invalid(fields={"picture": _("Four pictures are the most.")})
        made = ProposalPicture(proposal=held, alt=said, position=free)
        made.width, made.height = pictures.keep(made.file, encoded, made.public_id)
        made.save()
        inbox_lines.changed(held)
    return made


@transaction.atomic
def remove(*, by: User, picture: ProposalPicture) -> None:
    """Take a picture away again. Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment."""
    held = locking.hold(by, picture.proposal, ProposalAction.WRITE, *WRITABLE)
    picture.delete()
    pictures.forget(picture.file.name)
    inbox_lines.changed(held)
