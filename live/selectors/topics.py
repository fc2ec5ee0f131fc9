"""Reading topics' versions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from live.models import Topic

BATCH = 5_000  # names in one query; PostgreSQL takes 65,535 parameters


def versions(names: Iterable[str]) -> dict[str, int]:
    """Return the version of each name, 0 where nothing was touched yet.

    Read the versions BEFORE the content they stand for, and hand them to the template as `live_versions`:
    a change in between then shows as stale and is fetched again, instead of being missed. Where the topic
    is known only with the row, `version_beside` reads both at once.

    Queries: 1 for each 5,000 names, none for no names.
    """
    found = dict.fromkeys(names, 0)
    wanted = list(found)
    for start in range(0, len(wanted), BATCH):
        rows = Topic.objects.filter(name__in=wanted[start : start + BATCH])
        found.update(rows.values_list("name", "version"))
    return found


def version_beside(kind: str, key: str = "pk") -> Coalesce:
    """Return the expression for the version of the topic `<kind>:<key>` of each row that a query reads.

    For topics that nobody knows before the rows are read: one statement sees one moment, so that no version is newer
    than its row. 0 where nothing was touched yet.
    """
    name = Concat(Value(f"{kind}:"), Cast(OuterRef(key), CharField()))
    version = Topic.objects.filter(name=name).values("version")
    return Coalesce(Subquery(version), 0, output_field=BigIntegerField())


def read_beside(row: Any, topic: str) -> dict[str, int]:
    """Return the `live_versions` of a row whose query read its `live_version` by `version_beside`."""
    return {topic: row.live_version}
