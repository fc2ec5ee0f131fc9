"""What two people who write at once must not do: save over each other's words without knowing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib import documents, errors

LENGTH = 16


class ChangedMeanwhile(errors.Conflict):
    """Somebody else has saved it; `data["version"]` is what it is now."""

    code = "hearth.changed_meanwhile"
    message = _("Somebody else has changed this in the meantime.")


def version_of(row: models.Model, names: Sequence[str] = (), beside: Any = ()) -> str:
    """Return a short name for what `row` says now: in its columns `names`, or all, and what is written `beside` it."""
    columns = names or [field.attname for field in row._meta.concrete_fields]
    return name_of({name: _plain(getattr(row, name)) for name in columns} | {"beside": beside})


def name_of(said: Any) -> str:
    """Return a short name for what is `said`, in plain JSON."""
    return documents.digest(said)[:LENGTH]


def check(seen: str, now: str) -> None:
    """Refuse a save on top of what is not there any more; "" writes over whatever is. Raises: ChangedMeanwhile."""
    if seen and seen != now:
        raise ChangedMeanwhile(version=now)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, str | int | dict | list | None) else str(value)
