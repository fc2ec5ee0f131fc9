"""The three counts of a proposal's supporters: moved by what changes a row, and counted again from the rows."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, F, Q

from community.models import Proposal, Support

State = Support.State
COLUMNS = {State.COUNTED: "supporters", State.PROVISIONAL: "provisional", State.ASKED: "asked"}


def move(held: Proposal, before: str, after: str) -> None:
    """Count one row that went from one state to another ("" is none). Caller holds the proposal. Queries: 1, or 0."""
    changes: dict[str, int] = {}
    for state, step in ((before, -1), (after, 1)):
        column = COLUMNS.get(State(state)) if state else None
        if column:
            changes[column] = changes.get(column, 0) + step
    if not changes:
        return
    Proposal.objects.filter(pk=held.pk).update(**{name: F(name) + step for name, step in changes.items()})
    for name, step in changes.items():
        setattr(held, name, getattr(held, name) + step)


def count(proposal: Proposal) -> dict[str, int]:
    """Return the counts as the rows say: what was returned or moved counts as it did until then. Queries: 1."""
    return count_many([proposal.pk])[proposal.pk]


def count_many(proposals: Collection[int]) -> dict[int, dict[str, int]]:
    """Return the counts of many proposals by their keys, as `count` does. Queries: 1."""
    closed = Q(state__in=(State.RETURNED, State.MOVED))
    wanted = {
        column: Count("pk", filter=Q(state=state) | (closed & Q(before=state))) for state, column in COLUMNS.items()
    }
    rows = Support.objects.filter(proposal__in=proposals).values("proposal").annotate(**wanted)
    found = {row.pop("proposal"): row for row in rows}
    return {pk: found.get(pk, dict.fromkeys(COLUMNS.values(), 0)) for pk in proposals}


def set_again(held: Proposal) -> None:
    """Write the counts anew. Caller holds the proposal. Queries: 2."""
    counts = count(held)
    Proposal.objects.filter(pk=held.pk).update(**counts)
    for name, value in counts.items():
        setattr(held, name, value)


def give_back(held: Proposal) -> None:
    """Let every support of a proposal that closes come back to its member; the counts stay as they were. Queries: 1."""
    live = Support.objects.filter(proposal=held, state__in=tuple(COLUMNS))
    live.update(before=F("state"), state=State.RETURNED)


def start_again(held: Proposal) -> None:
    """Forget who supported it before it was revived. Queries: 2."""
    Support.objects.filter(proposal=held, state=State.RETURNED).update(before="")
    Proposal.objects.filter(pk=held.pk).update(supporters=0, provisional=0, asked=0)
    held.supporters = held.provisional = held.asked = 0
