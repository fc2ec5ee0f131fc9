"""What the community tells other programs: proposals that wait for an answer, cases that wait for a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.models import Case, Proposal, Step
from lib.machines.news import Moved, News, log_of
from lib.webhook_events import Kind, add, address, moment, of_rows

API = "https://hearth.example/api/v1"


def _proposal(it: Moved) -> dict[str, Any]:
    url = address("api-proposal", it.row.public_id)
    due_at = it.step.data.get("due_at")
    return {"proposal": it.row.public_id, "due_at": due_at and moment(datetime.fromisoformat(due_at)), "url": url}


def _brand(it: Moved) -> int | None:
    brand: int | None = it.row.brand_id
    return brand


def _case(row: Case) -> dict[str, Any]:
    return {"case": row.pk, "url": address("api-case", row.pk)}


_PROPOSAL = {"proposal": "0w9pe6v2jskt", "due_at": "2026-12-06T09:00:00Z", "url": f"{API}/proposals/0w9pe6v2jskt"}
DUE = Kind("proposal.due", _("A proposal has enough support: an answer is owed"), _proposal, _PROPOSAL, _brand)
OPENED = Kind(
    "case.opened",
    _("A case was opened for moderators"),
    _case,
    {"case": 341, "url": f"{API}/cases/341"},
    is_of_site=True,
)


add(log_of("proposals", Step, (News(DUE, Proposal, ["due"], cause="asked"),)))
add(of_rows("cases", OPENED, Case.objects.all(), "opened_at"))
