"""What became of a proposal, step by step, in words for everybody; the whole log is its reviewers' business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.models import Proposal
from community.models.machine import Step
from community.services.making import launching
from gamify import launches

MOST = 40
_WORDS: Mapping[str, str | Promise] = {
    "opened": _("Opened for support"),
    "rung": _("Support reached a step: %(need)s"),
    "supported": _("Enough support: %(supporters)s people"),
    "asked": _("The brand was asked for its answer"),
    "overdue": _("The brand did not answer in time"),
    "rung_missed": _("Not enough support in time: %(supporters)s of %(needed)s"),
    "merged": _("Merged into another proposal"),
    "unmerged": _("A proposal of its own again"),
    "amended": _("A change of somebody else was taken in"),
    "revised": _("Changed by its authors"),
    "withdrawn": _("Withdrawn"),
    "prototype": _("A prototype was shown"),
    "test_opened": _("A test was opened"),
    "test_closed": _("The test is over"),
    "test_called_off": _("The test was called off"),
    "announced": _("The launch was announced"),
    "not_yet": _("Back to the making before the launch"),
    "launched": _("Launched, its supporters first"),
    "given_up": _("The brand gave it up"),
}
_ANSWERS: Mapping[str, str | Promise] = {
    "accepted": _("The brand said yes"),
    "declined": _("The brand said no"),
    "open": _("The brand said that it needs work first"),
}
_GIVEN_UP: Mapping[str, str | Promise] = {
    "end": _("The brand gave it up and called the sale off: what was held or paid goes back"),
    "keep": _("The brand gave it up; the sale goes on to its end as promised"),
}
_WAS_KEPT = _("The brand gave it up; the sale was to go on to its end")
_CALLED_OFF = _("Its sale was called off: %(reason)s")
_BEGUN = _("The making began")


@dataclass(frozen=True)
class Line:
    """One step in words, and when it was taken."""

    words: str | Promise
    at: datetime


def of(proposal: Proposal) -> tuple[Line, ...]:
    """Return the steps of a proposal, the latest last, and that its sale was called off. Queries: 1, 3 once it is sold.

    Who gave it up with its sale has said so in the same step.
    """
    causes = (*_WORDS, "answered", "news")
    rows = Step.objects.filter(kind=Proposal.KIND, row_id=proposal.pk, cause__in=causes).order_by("-seq")[:MOST]
    ended = launches.find_end(launching.key_of(proposal)) if proposal.launched_as else None
    lines = [Line(words, row.at) for row in reversed(rows) if (words := _words(row, was_ended=ended is not None))]
    if ended is not None and not any(row.data.get("sale") == "end" for row in rows):
        lines.append(Line(_CALLED_OFF % {"reason": ended.reason}, ended.at))
    return tuple(sorted(lines, key=lambda line: line.at))


def _words(row: Step, *, was_ended: bool) -> str | Promise:
    if row.cause == "news":
        return _BEGUN if row.before == Proposal.State.ACCEPTED else ""
    if row.cause == "answered":
        return _ANSWERS.get(row.after, "")
    if row.cause == "given_up" and was_ended and row.data.get("sale") == "keep":
        return _WAS_KEPT
    if row.cause == "given_up":
        return _GIVEN_UP.get(row.data.get("sale", ""), _WORDS["given_up"])
    plain = {name: row.data.get(name, "") for name in ("supporters", "needed", "need")}
    return str(_WORDS[row.cause]) % plain if "%(" in str(_WORDS[row.cause]) else _WORDS[row.cause]
