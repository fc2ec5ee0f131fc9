"""The brand's answer: written in private, revealed for everybody at one moment, by a date that everybody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import BrandAnswer, Proposal
from community.proposal_policies import ProposalAction
from community.services import text
from community.services.proposals import counters, locking, notifying
from lib import clean, errors, jobs, money, versions
from lib.machines import steps

State = BrandAnswer.State
Outcome = BrandAnswer.Outcome
REASONS_LENGTH, NOTE_LENGTH, COST_NOTE_LENGTH = 4_000, 500, 300
MOST_MINOR = 10**12
REWORK_WITHIN = timedelta(days=60)  # for the authors, after "needs work"
LONGEST_WAIT = timedelta(days=14)
NOTHING = "nothing"  # the version of what nobody has prepared
WRITTEN = (
    "outcome", "reasons", "feasibility", "feasibility_note", "cost_minor", "currency", "cost_note", "reveals_at",
)  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """An answer as somebody writes it; `cost_minor` None needs a `cost_note` that says why it is not told."""

    outcome: str
    reasons: str
    feasibility: str
    feasibility_note: str = ""
    cost_minor: int | None = None
    currency: str = "CNY"
    cost_note: str = ""


@transaction.atomic
def prepare(
    *, by: User, proposal: Proposal, reply: Reply, reveals_at: datetime | None = None, seen: str = "", now: datetime
) -> BrandAnswer:
    """Write the answer, or write it anew before it is revealed; nobody but the brand's people sees it until then.

    Args: reveals_at: when everybody sees it; None: now. At most two weeks ahead, so that no answer hides behind it.
        seen: the `version_of` what the writer had before them; "" writes over whatever is there.
    Locks: the proposal, the answer.
    Raises: NotFound, NotAllowed, WrongMoment; Invalid by field; versions.ChangedMeanwhile.
    """
    values = _checked(reply)
    at = reveals_at or now
    if at > now + LONGEST_WAIT:
        raise errors.Invalid(fields={"reveals_at": _("Two weeks ahead at most.")})
    held = locking.hold(by, proposal, ProposalAction.ANSWER, Proposal.State.DUE)
    assert held.due_at is not None
    values |= {"version": held.version, "due_at": held.due_at, "reveals_at": at, "by": by, "prepared_at": now}
    row = BrandAnswer.objects.select_for_update().filter(proposal=held, state=State.PREPARED).first()
    versions.check(seen, version_of(row))
    if row is None:
        row = BrandAnswer.objects.create(state=State.PREPARED, proposal=held, **values)
        steps.born(row, actor=by, cause="prepared", now=now)
    else:
        steps.take(row, State.PREPARED, actor=by, cause="rewritten", now=now, **values)
    row.proposal = held
    if at <= now:
        _reveal(row, now)
    return row


def version_of(answer: BrandAnswer | None) -> str:
    """Return a short name for what is prepared."""
    return NOTHING if answer is None else versions.version_of(answer, WRITTEN)


def reveal_due(*, now: datetime) -> int:
    """Reveal the answers whose moment has come; return how many."""
    due = BrandAnswer.objects.filter(state=State.PREPARED, reveals_at__lte=now, proposal__removed_at=None)
    due = due.order_by("reveals_at", "pk")
    return jobs.sweep(due, _reveal_one, now)


def _reveal_one(pk: int, now: datetime) -> int:
    with transaction.atomic():
        held = locking.proposal(BrandAnswer.objects.values_list("proposal_id", flat=True).get(pk=pk))
        row = BrandAnswer.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
        if row.state != State.PREPARED or row.reveals_at > now or held.state != Proposal.State.DUE:
            return 0
        row.proposal = held
        _reveal(row, now)
    return 1


def _reveal(row: BrandAnswer, now: datetime) -> None:
    """Show the answer and move the proposal by it, at one moment. Caller holds both."""
    held = row.proposal
    steps.take(row, State.REVEALED, cause="revealed", now=now, revealed_at=now)
    needs_work = row.outcome == Outcome.NEEDS_WORK
    after = Proposal.State.OPEN if needs_work else Proposal.State(row.outcome)
    data = {"answer": row.pk, "version": row.version, "was_late": row.was_late}
    changes = {"answered_at": now, "updated_at": now, "due_at": None}
    changes["next_by"] = now + REWORK_WITHIN if needs_work else None
    steps.take(held, after, actor=row.by, cause="answered", now=now, data=data, **changes)
    if not needs_work:
        counters.give_back(held)
    notifying.answered(held, row, now=now)


def _checked(reply: Reply) -> dict[str, Any]:
    wrong: dict[str, errors.Text] = {}
    if reply.outcome not in Outcome.values:
        wrong["outcome"] = _("Please choose one of the list.")
    if reply.feasibility not in BrandAnswer.Feasibility.values:
        wrong["feasibility"] = _("Please choose one of the list.")
    if reply.currency not in money.EXPONENTS:
        wrong["currency"] = _("Please choose one of the list.")
    if reply.cost_minor is not None and not 0 <= reply.cost_minor <= MOST_MINOR:
        wrong["cost_minor"] = _("That is not a price.")
    if wrong:
        raise errors.Invalid(fields=wrong)
    said = clean.block(reply.reasons, field="reasons", most=REASONS_LENGTH, least=20)
    parsed = text.parse(said, most=REASONS_LENGTH, field="reasons")
    needs_note = 1 if reply.cost_minor is None else 0
    return {
        "outcome": reply.outcome,
        "reasons": parsed.source,
        "html": text.render(parsed, {}),
        "feasibility": reply.feasibility,
        "feasibility_note": clean.block(reply.feasibility_note, field="feasibility_note", most=NOTE_LENGTH),
        "cost_minor": reply.cost_minor,
        "currency": reply.currency,
        "cost_note": clean.line(reply.cost_note, field="cost_note", most=COST_NOTE_LENGTH, least=needs_note),
    }
