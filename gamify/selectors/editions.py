"""The economies that were published here: what stands in them, who published them, what their rules gave lately."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Sum

from accounts.models import User
from gamify.engine.sources import subject_of
from gamify.models import Edition, LedgerEntry
from lib import errors

SHOWN = 30
LATELY = timedelta(days=7)
PUBLISH = "gamify.add_edition"


@dataclass(frozen=True)
class Line:
    """A line of a comparison; `kind` is "+", "-", " ", or "@" where lines that are alike are left out."""

    kind: str
    text: str


@dataclass(frozen=True)
class Given:
    """What a definition gave lately: how often, to how many people, points by currency."""

    times: int
    people: int
    points: Mapping[str, int]


def may_publish(user: User) -> bool:
    """Say whether `user` may publish an economy: staff who have the permission in the admin. Queries: 0 to 2."""
    return bool(user.is_staff and user.has_perm(PUBLISH))


def latest() -> Edition | None:
    """Return the edition in force. Queries: 1."""
    return Edition.objects.select_related("by").order_by("-number").first()


def newest(*, most: int = SHOWN) -> tuple[Edition, ...]:
    """Return the latest editions without their texts, newest first. Queries: 1."""
    return tuple(Edition.objects.select_related("by").defer("text").order_by("-number")[:most])


def get(*, number: int) -> Edition:
    """Return an edition. Queries: 1. Raises: NotFound."""
    found = Edition.objects.filter(pk=number).first()
    if found is None:
        raise errors.NotFound(code="gamify.edition_not_found")
    return found


def is_own() -> bool:
    """Say whether the economy in force is the site's own, not the built-in one. Queries: 1."""
    found = latest()
    return found is not None and not found.is_built_in


def compared(*, before: str, after: str) -> tuple[Line, ...]:
    """Return what differs, with three lines around it. Queries: 0."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=3)
    return tuple(Line(each[:1], each[1:] if each[0] != "@" else "") for each in found if each[:3] not in ("---", "+++"))


def given_lately(*, keys: Iterable[str], now: datetime) -> Mapping[str, Given]:
    """Return what definitions, as `rule/share-moment`, gave in the last seven days in any version. Queries: 1."""
    wanted = set(keys)
    moved = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.EARN, at__gt=now - LATELY)
    rows = moved.values_list("source", "account__currency_id").annotate(
        times=Count("id"), people=Count("account__user", distinct=True), points=Sum("amount")
    )
    found: dict[str, list[tuple[str, int, int, int]]] = defaultdict(list)
    for source, currency, times, people, points in rows.order_by("source", "account__currency_id"):
        if (key := subject_of(source)) in wanted:
            found[key].append((currency, times, people, points))
    return {key: _given(lines) for key, lines in found.items()}


def _given(lines: Iterable[tuple[str, int, int, int]]) -> Given:
    points: dict[str, int] = defaultdict(int)
    times: dict[str, int] = defaultdict(int)
    people = 0
    for currency, often, many, sum_ in lines:
        points[currency] += sum_
        times[currency] += often
        people = max(people, many)
    return Given(max(times.values()), people, dict(points))
