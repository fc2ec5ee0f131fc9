"""The SQLite database as the migrations make it, kept in var/ until they change: making it takes seconds, a copy none.

Migrations run on every copy too, so that one which this digest overlooks is still applied.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from django.db import connection

from tools.environment import digest
from tools.places import ROOT, VAR, python_files

FOLDER = VAR / "test-databases"


def take() -> None:
    """Lay a copy to where the test database is looked for."""
    with suppress(FileNotFoundError):
        shutil.copyfile(_kept(), connection.settings_dict["TEST"]["NAME"])


def keep() -> None:
    """Keep the test database as it is now for those who come later, whole or not at all."""
    kept = _kept()
    if kept.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    fresh = kept.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    fresh.replace(kept)


def _kept() -> Path:
    migrations = [path for path in python_files() if path.parent.name == "migrations"]
    return FOLDER / f"{digest([*migrations, *python_files('lib'), ROOT / 'constraints.txt'])}.sqlite3"
