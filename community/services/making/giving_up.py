"""Declining after all what was accepted, and what becomes of its sale."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Proposal
from community.proposal_policies import ProposalAction
from community.services.making import launching, notifying
from community.services.proposals import locking
from gamify import launches
from lib import clean, errors
from lib.machines import steps

State = Proposal.State
REASON_LENGTH = 500
END, KEEP = "end", "keep"


@transaction.atomic
def give_up(*, by: User, proposal: Proposal, reason: str, sale: str = "", now: datetime) -> Proposal:
    """Decline after all, with figures and reasons, before or after the launch: too few bought, or it cannot be made.

    While it is sold, `sale` says whether that ends too: "end" calls it off, so that all that is held or paid goes back;
    "keep" lets it go on to its end as promised. What was only drafted for it is thrown away.

    Locks: the proposal, and what the seller locks. Raises: NotFound, NotAllowed, WrongMoment; Invalid without a reason,
        or `sale` while it is sold; what the seller raises, who may not let a brand end its sale.
    """
    said = clean.block(reason, field="reason", most=REASON_LENGTH, least=20)
    held = locking.hold(by, proposal, ProposalAction.ANSWER, State.ACCEPTED, State.MAKING, State.LAUNCHED)
    if held.tests.filter(state__in=("open", "drawn")).exists():
        raise errors.Conflict(_("A test is running. Close it first."), code="community.test_running")
    fate = _settle_sale(held, launches.End(launching.key_of(held), by, said, now), sale)
    data = {"reason": said, "sale": fate}
    steps.take(held, State.DECLINED, actor=by, cause="given_up", now=now, data=data, reason=said)
    notifying.given_up(held, fate, by=by, now=now)
    return held


def sale_of(proposal: Proposal) -> launches.Sale | None:
    """Return how the sale stands of what was launched; None when nothing is sold. Queries: the seller's."""
    return launches.find_sale(launching.key_of(proposal)) if proposal.state == State.LAUNCHED else None


def _settle_sale(held: Proposal, end: launches.End, sale: str) -> str:
    """Do with what is sold as `sale` says; return what was done, "" where nothing was sold."""
    if held.state != State.LAUNCHED:
        launches.call_off(end)
        return ""
    if sale_of(held) is None:
        return ""
    if sale not in (END, KEEP):
        raise errors.Invalid(fields={"sale": _("Please say what becomes of the sale.")})
    if sale == END:
        launches.call_off(end)
    return sale
