"""Changes that others would make to a proposal, word by word."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.models import Amendment, Proposal, ProposalVersion
from community.models.proposal import TEXTS
from community.selectors import differences
from community.selectors.proposal_roles import Viewer
from lib import errors

MOST = 40
LABELS: dict[str, str | Promise] = {
    "title": _("Its name"),
    "problem": _("What is wrong today"),
    "audience": _("For whom"),
    "sketch": _("What we would make"),
    "change": _("What it would change"),
}


@dataclass(frozen=True)
class Change:
    """One text, and the way from what it was to what it would be."""

    name: str
    label: str | Promise
    runs: tuple[differences.Run, ...]


@dataclass(frozen=True)
class Line:
    """An amendment with its changes; `is_mine` for whoever wrote it."""

    amendment: Amendment
    changes: tuple[Change, ...]
    is_mine: bool


def listing(*, viewer: Viewer, proposal: Proposal, waiting: bool = False) -> tuple[Line, ...]:
    """Return amendments, those that wait in front, then the newest; only those with `waiting`. Queries: 2."""
    rows = Amendment.objects.filter(proposal=proposal).exclude(state=Amendment.State.DRAFT).select_related("author")
    if waiting:
        rows = rows.filter(state=Amendment.State.PROPOSED)
    found = sorted(rows.order_by("-pk")[:MOST], key=lambda row: row.state != Amendment.State.PROPOSED)
    bases = _bases(proposal, found)
    return tuple(Line(row, _changes(row, bases.get(row.base, {})), row.author_id == viewer.pk) for row in found)


def waiting(*, proposal: Proposal) -> int:
    """Return how many wait for an answer. Queries: 1."""
    return Amendment.objects.filter(proposal=proposal, state=Amendment.State.PROPOSED).count()


def get(*, proposal: Proposal, public_id: str) -> Amendment:
    """Return an amendment of a proposal that somebody may see. Queries: 1. Raises: NotFound."""
    rows = Amendment.objects.filter(proposal=proposal, public_id=public_id).exclude(state=Amendment.State.DRAFT)
    row = rows.select_related("author", "proposal__group").first()
    if row is None:
        raise errors.NotFound(code="community.amendment_not_found")
    return row


def between(before: dict[str, str], now: dict[str, str]) -> tuple[Change, ...]:
    """Return what is different of the texts in `now`. Pure."""
    names = [name for name in TEXTS if name in now and now[name] != before.get(name, "")]
    return tuple(Change(name, LABELS[name], differences.runs(before.get(name, ""), now[name])) for name in names)


def _bases(proposal: Proposal, found: list[Amendment]) -> dict[int, dict[str, str]]:
    """Return the texts of the versions that the amendments were made for."""
    kept = ProposalVersion.objects.filter(proposal=proposal, number__in={row.base for row in found})
    present = {proposal.version: {name: getattr(proposal, name) for name in TEXTS}}
    return present | dict(kept.values_list("number", "texts"))


def _changes(row: Amendment, base: dict[str, str]) -> tuple[Change, ...]:
    return between(base, row.texts)
