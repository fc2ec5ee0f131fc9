"""How the texts of a proposal changed since its first support, word by word."""

from __future__ import annotations

from dataclasses import dataclass

from community.models import Proposal, ProposalVersion
from community.models.proposal import TEXTS
from community.selectors import amendments
from community.selectors.differences import Run


@dataclass(frozen=True)
class Change:
    """A version and what it changed; the first changed nothing."""

    version: ProposalVersion
    texts: tuple[amendments.Change, ...]
    is_first: bool


def changes(*, proposal: Proposal) -> tuple[Change, ...]:
    """Return the frozen versions of a proposal, the latest in front. Queries: 1."""
    rows = list(ProposalVersion.objects.filter(proposal=proposal).select_related("by").order_by("-number"))
    return tuple(_change(row, before) for row, before in zip(rows, [*rows[1:], None], strict=False))


def _change(row: ProposalVersion, before: ProposalVersion | None) -> Change:
    if before is not None:
        return Change(row, amendments.between(before.texts, row.texts), is_first=False)
    whole = [amendments.Change(name, amendments.LABELS[name], (Run(row.texts[name]),)) for name in TEXTS]
    return Change(row, tuple(whole), is_first=True)
