"""A support is found not to be valid while its proposal gathers them, or valid after all. Its case decides it."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from community.machines import TAKES_SUPPORT
from community.models import Support
from community.services.proposals import activities, audiences, counters, locking, notifying, rising

State = Support.State


def lock(row: Support) -> Support:
    """Lock the proposal, then the support. Inside a transaction only. Queries: 2."""
    held = locking.proposal(row.proposal_id)
    rows = Support.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    found = rows.get(pk=row.pk)
    found.proposal = held
    return found


def strike(*, row: Support, by: User, now: datetime) -> None:
    """Let it not count. A step that it carried stays a step, and pays no longer. Caller holds both.

    Raises: WrongMoment: the proposal has closed.
    """
    held = row.proposal
    locking.check_state(held, *TAKES_SUPPORT)
    counters.move(held, row.state, State.STRUCK)
    _keep(row, state=State.STRUCK, struck_from=row.state, now=now)
    activities.unsupported(held, row, reason="struck", by=by, now=now)
    activities.weighed(held, audiences.authors(held), by=by, now=now)
    notifying.supported(held, row.user)


def reinstate(*, row: Support, by: User, now: datetime) -> None:
    """Let it count again, unless a material change came since: then its member is asked. Locks, raises: as `strike`."""
    held = row.proposal
    locking.check_state(held, *TAKES_SUPPORT)
    changed = held.versions.filter(number__gt=row.version, is_material=True).exists()
    after = State.ASKED if changed else State(row.struck_from)
    counters.move(held, State.STRUCK, after)
    _keep(row, state=after, struck_from="", now=now)
    activities.supported_again(held, row, by=by, now=now)
    activities.weighed(held, audiences.authors(held), by=by, now=now)
    rising.climb(held, now=now)
    notifying.supported(held, row.user)


def _keep(row: Support, *, state: str, struck_from: str, now: datetime) -> None:
    row.state, row.struck_from, row.changed_at = state, struck_from, now
    row.save(update_fields=["state", "struck_from", "changed_at"])
