"""The default economy in force: published once by each process, and copied from then on.

Publishing reads, checks and writes a hundred definitions, which hundreds of tests need and only a few are about.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from gamify.models import Badge, Currency, Edition, Level, Quest, Rule, Task, Tier
from gamify.services import economies
from lib import public_id

DEFAULT = Path("gamify/economy/default.toml")
WRITTEN: tuple[type[models.Model], ...] = (Currency, Level, Tier, Rule, Task, Badge, Quest)
_kept: dict[type[models.Model], list[list[Any]]] = {}


def publish(*, now: datetime) -> None:
    """Publish the default economy, as the service does, or where nothing was published before by a copy."""
    with transaction.atomic():
        is_first = not Edition.objects.exists()
        if _kept and is_first:
            _copy(now)
            return
        economies.publish(text=DEFAULT.read_text("utf-8"), now=now, is_built_in=True)
        if is_first:
            _kept.update({model: _rows(model) for model in WRITTEN})


def _rows(model: type[models.Model]) -> list[list[Any]]:
    names, _ = _columns(model)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {model._meta.db_table} ORDER BY {model._meta.pk.column}")
        return [list(row) for row in cursor.fetchall()]


def _copy(now: datetime) -> None:
    with connection.cursor() as cursor:
        for model, rows in _kept.items():
            names, when = _columns(model)
            if when is not None:
                moment = connection.ops.adapt_datetimefield_value(now)
                rows = [[*row[:when], moment, *row[when + 1 :]] for row in rows]
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})", rows)
    kept = {"text": DEFAULT.read_text("utf-8"), "is_built_in": True}
    Edition.objects.create(token=public_id.new(), published_at=now, **kept)


@cache
def _columns(model: type[models.Model]) -> tuple[str, int | None]:
    """Return the columns without counted keys, and the place of the moment of publishing."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = [field.column for field in fields]
    when = names.index("published_at") if "published_at" in names else None
    return ", ".join(connection.ops.quote_name(name) for name in names), when
