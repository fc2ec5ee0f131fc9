"""What else somebody is reported for in a group, to be decided with one case."""

from __future__ import annotations

from dataclasses import dataclass

from community import targets
from community.models import Case
from community.selectors.queue_rows import title_of
from community.services.cases import target_of, token_of

MOST = 50


@dataclass(frozen=True)
class Other:
    """Another open case about the same person's words; `seen` is its token."""

    case: Case
    what: str
    title: str
    seen: str

    @property
    def sent(self) -> str:
        """What a form says to choose it."""
        return f"{self.case.pk}:{self.seen}"


def others(*, case: Case) -> tuple[Other, ...]:
    """Return the other open cases about what the same person wrote in the group, the newest first. Queries: 1."""
    if targets.is_vote(case) or not case.is_open:
        return ()
    rows = Case.objects.filter(group=case.group_id, author=case.author_id, state=Case.State.OPEN)
    rows = rows.filter(kind=case.kind, support=None, ballot=None).exclude(pk=case.pk)
    found = rows.select_related(*targets.RELATED).order_by("-opened_at", "-pk")[:MOST]
    return tuple(Other(row, targets.kind_in(row), title_of(row), token_of(row, target_of(row))) for row in found)
