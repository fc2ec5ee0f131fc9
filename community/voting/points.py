"""A points budget: as many points as one likes on each project, as long as they last."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from community.voting import tallying
from community.voting.registry import Ballot, Method, Pick, Project, Terms, add


def _count(ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms) -> Sequence[Pick]:
    return tuple(tallying.walk(ballots, projects, terms))


add(
    Method(
        key="points",
        version=1,
        label=_("Points"),
        words=_("Share out your points as you like. Those with most points win."),
        cost=lambda weight: weight,
        count=_count,
        most_weight=None,
    )
)
