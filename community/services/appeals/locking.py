"""Loading an appeal to change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.models import Appeal, Case, ModlogEntry
from community.targets import RELATED
from lib import errors

_DECISION = ("group", "actor", "subject", "rule", "case", *RELATED)


class StaleAppeal(errors.Conflict):
    """It was decided, or somebody wrote, since the page was opened."""

    code = "community.appeal_changed"
    message = _("This appeal has changed since you opened it. Please look again.")


def lock(appeal: Appeal) -> Appeal:
    """Return the appeal as it is now, its case locked. Inside a transaction only. Queries: 2."""
    Case.objects.select_for_update(no_key=True).get(pk=appeal.case_id)
    return load(appeal.pk)


def load(pk: int) -> Appeal:
    """Return the appeal with all that it points to. Queries: 1."""
    rows = Appeal.objects.select_related("case__group", "case__author", *(f"decision__{name}" for name in _DECISION))
    return rows.get(pk=pk)


def decision_of(decision: ModlogEntry) -> ModlogEntry:
    """Return the line of the log with all that it points to. Queries: 1."""
    return ModlogEntry.objects.select_related(*_DECISION).get(pk=decision.pk)


def check_seen(appeal: Appeal, seen: str) -> None:
    """Refuse what was written on a page older than the appeal. Raises: StaleAppeal."""
    if not appeal.case.is_open or seen != token_of(appeal.case):
        raise StaleAppeal()


def token_of(case: Case) -> str:
    """Return what changes with every message and decision."""
    return str(case.version)
