"""Approval: a vote each for at most so many projects."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from community.voting import tallying
from community.voting.registry import Ballot, Method, Pick, Project, Terms, add


def _count(ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms) -> Sequence[Pick]:
    return tuple(tallying.walk(ballots, projects, terms))


add(
    Method(
        key="approval",
        version=1,
        label=_("Approval"),
        words=_("Say yes to a few. Those with most yeses win."),
        cost=lambda weight: weight,
        count=_count,
    )
)
