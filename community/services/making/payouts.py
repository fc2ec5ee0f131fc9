"""Money that a brand pays in, shared out by a frozen credit statement to the last minor unit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import crediting
from community.models import CreditStatement, Payout, PayoutLine
from community.proposal_policies import ProposalAction
from community.services.making import credits, notifying
from community.services.proposals import locking
from lib import clean, errors, money

REASON_LENGTH, MOST_MINOR = 300, 10**12


@transaction.atomic
def pay(
    *, by: User, statement: CreditStatement, pool_minor: int, currency: str, reason: str, key: str, now: datetime
) -> Payout:
    """Share a pool out by a frozen statement, exactly, once for each `key`: a brand's person pays in.

    Locks: the proposal. Raises: NotFound, NotAllowed; WrongMoment: not frozen. Invalid; Conflict: the key was used for
        another pool. Emits: notices to everybody who gets something.
    """
    said = clean.line(reason, field="reason", most=REASON_LENGTH, least=3)
    if not 1 <= pool_minor <= MOST_MINOR:
        raise errors.Invalid(fields={"pool_minor": _("That is not an amount that can be shared out.")})
    if currency not in money.EXPONENTS:
        raise errors.Invalid(fields={"currency": _("Please choose one of the list.")})
    held = locking.hold(by, statement.proposal, ProposalAction.ANSWER)
    row = credits.lock(statement.pk, held)
    if row.state != CreditStatement.State.FROZEN:
        raise locking.WrongMoment(state=row.state)
    known = Payout.objects.filter(statement=row, key=key).first()
    if known is not None:
        if (known.pool_minor, known.currency) != (pool_minor, currency):
            raise errors.Conflict(code="community.payout_key_taken")
        return known
    made = Payout.objects.create(
        statement=row, key=key, pool_minor=pool_minor, currency=currency, reason=said, by=by, at=now
    )
    _share_out(made, row)
    notifying.paid(held, made, now=now)
    return made


def _share_out(made: Payout, row: CreditStatement) -> None:
    shares: dict[str, int] = {}
    people: dict[str, int] = {}
    for share in row.shares.select_related("user"):
        people[share.user.public_id] = share.user_id
        shares[share.user.public_id] = shares.get(share.user.public_id, 0) + share.basis_points
    PayoutLine.objects.bulk_create(
        PayoutLine(
            payout=made,
            user_id=people[part.person],
            basis_points=part.basis_points,
            amount_minor=part.amount,
            remainder_minor=part.remainder,
        )
        for part in crediting.share_out(made.pool_minor, shares)
    )
