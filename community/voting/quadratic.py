"""Quadratic votes: v votes for one project cost v² points, so that many who care a little outweigh one who cares a lot.

Source: Lalley and Weyl, "Quadratic Voting: How Mechanism Design Can Radicalize Democracy", AEA Papers and Proceedings
108 (2018). Splitting one person into many accounts defeats it: only verified members may vote.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from community.voting import tallying
from community.voting.registry import Ballot, Method, Pick, Project, Terms, add


def _count(ballots: Sequence[Ballot], projects: Sequence[Project], terms: Terms) -> Sequence[Pick]:
    return tuple(tallying.walk(ballots, projects, terms))


add(
    Method(
        key="quadratic",
        version=1,
        label=_("Quadratic"),
        words=_("One vote costs 1 point, two cost 4, three cost 9. Those with most votes win."),
        cost=lambda weight: weight * weight,
        count=_count,
        most_weight=None,
        needs_verified=True,
    )
)
