"""Saying what speaks for and against a proposal, and what one thinks of what others say."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from community.machines import PUBLIC_PROPOSAL
from community.models import Argument, Proposal, Stance
from community.policies import Action
from community.services import access
from community.services.proposals import inbox_lines, locking, notifying
from lib import clean, errors

BODY_LENGTH = 600


@transaction.atomic
def argue(*, author: User, proposal: Proposal, side: str, body: str, key: str, now: datetime) -> Argument:
    """Say something for or against a public proposal, once for each `key` of its author.

    Locks: the author's place in the group. Raises: by policy of the group; WrongMoment; Invalid.
    """
    access.enter(action=Action.COMMENT, group=proposal.group, user=author, now=now)
    known = Argument.objects.filter(author=author, key=key).first()
    if known is not None:
        return known
    locking.check_state(proposal, *PUBLIC_PROPOSAL)
    if side not in Argument.Side.values:
        raise errors.Invalid(fields={"side": errors.Invalid.message})
    said = clean.block(body, field="body", most=BODY_LENGTH, least=3)
    made = Argument.objects.create(
        proposal=proposal, author=author, key=key, side=side, body=said, version=proposal.version, created_at=now
    )
    notifying.argued(made, now=now)
    return made


@transaction.atomic
def think(*, user: User, argument: Argument, kind: str, now: datetime) -> Stance | None:
    """Agree, disagree, or be unsure about an argument; "" takes the stance back. The same again changes nothing.

    Locks: the member's place in the group, the argument. Raises: by policy of the group; NotFound; Invalid.
    """
    if kind and kind not in Stance.Kind.values:
        raise errors.Invalid(fields={"kind": errors.Invalid.message})
    access.enter(action=Action.REACT, group=argument.proposal.group, user=user, now=now)
    held = Argument.objects.select_for_update(of=("self",), no_key=True).select_related("proposal").get(pk=argument.pk)
    if held.removed_at is not None or held.proposal.removed_at is not None:
        raise errors.NotFound(code="community.argument_not_found")
    row = Stance.objects.filter(argument=held, user=user).first()
    before = row.kind if row else ""
    if before == kind:
        return row
    _move(held, before, kind)
    inbox_lines.changed(held.proposal)
    if not kind:
        Stance.objects.filter(argument=held, user=user).delete()
        return None
    row, _made = Stance.objects.update_or_create(argument=held, user=user, defaults={"kind": kind, "at": now})
    return row


def _move(held: Argument, before: str, after: str) -> None:
    changes = {name: F(name) + step for name, step in ((before, -1), (after, 1)) if name}
    Argument.objects.filter(pk=held.pk).update(**changes)
