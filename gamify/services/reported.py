"""What a program says has happened, and the form that it must have to be recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.registry import scopes
from gamify.services import record
from lib import clean, errors

DATA_LENGTH = 4_000
MOST_ENTRIES = 100  # of one list in the data: conditions may go through it, even within one another
KEY_LENGTH = 100


@dataclass(frozen=True)
class Report:
    """What is said to have happened; `target` is a place such as `group:7` or "", `key` names the fact for ever."""

    verb: str
    object: record.Ref
    key: str
    target: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def check(report: Report, actor: User) -> None:
    """Refuse what cannot be kept, or names a place that `actor` may not see. Raises: Invalid. Queries: at most 1."""
    wrong: dict[str, errors.Text] = {}
    for name, text, most in (
        ("verb", report.verb, 20),
        ("object", report.object.type, 20),
        ("object", report.object.id, 40),
        ("key", report.key, KEY_LENGTH),
        ("target", report.target, 60),
    ):
        errors.gather(wrong, partial(clean.line, text, field=name, most=most, least=0 if name == "target" else 1))
    if report.target and not scopes.may_see(actor, report.target):
        wrong["target"] = _("There is no such place, or this member may not see it.")
    if len(json.dumps(report.data)) > DATA_LENGTH:
        wrong["data"] = _("At most %(most)s characters of data, please.") % {"most": DATA_LENGTH}
    elif _longest(report.data) > MOST_ENTRIES:
        wrong["data"] = _("At most %(most)s entries in a list, please.") % {"most": MOST_ENTRIES}
    if wrong:
        raise errors.Invalid(fields=wrong)


def _longest(part: object) -> int:
    """Return how many entries the longest list or table in `part` has."""
    if isinstance(part, Mapping):
        return max(len(part), *map(_longest, part.values()), 0)
    if isinstance(part, Sequence) and not isinstance(part, str):
        return max(len(part), *map(_longest, part), 0)
    return 0
