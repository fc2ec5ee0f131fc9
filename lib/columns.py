"""Writing some columns of a row, and no others: what others write beside them at the same time stays."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model


def write(row: Model, values: Mapping[str, object]) -> None:
    """Set fields of a stored `row` by their names. Queries: 1."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
