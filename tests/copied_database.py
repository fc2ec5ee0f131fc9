"""The test database as the migrations make it: making it takes seconds, a copy none, so one worker makes it for all.

SQLite's is kept in var/ until the migrations change; PostgreSQL's is a template as long as the server runs. Migrations
run on every copy too, so that one which the digest overlooks is still applied.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import IO
from zlib import crc32

from django.db import connection

from tools.environment import digest
from tools.places import ROOT, VAR, python_files

FOLDER = VAR / "test-databases"
TEMPLATE = "hearth_made"
PATIENCE_SECONDS = 60
_turns: list[IO[bytes]] = []


def take() -> None:
    """Lay a copy to where the test database is looked for; where there is none wait for who makes it, or make it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    _wait_for_my_turn()
    if connection.vendor == "postgresql":
        with connection.creation._nodb_cursor() as cursor:
            if connection.creation._database_exists(cursor, TEMPLATE):
                connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
                _pass_on()
        return
    with suppress(FileNotFoundError):
        shutil.copyfile(_kept(), connection.settings_dict["TEST"]["NAME"])
        _pass_on()


def keep() -> None:
    """Keep the test database as it is now for those who come later, whole or not at all."""
    if not _turns:
        return
    _part_numbers()
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        connection.close()  # a database is copied when nobody uses it
        with connection.creation._nodb_cursor() as cursor:
            if not connection.creation._database_exists(cursor, TEMPLATE):
                cursor.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {connection.ops.quote_name(name)}")
    else:
        _keep_file()
    _pass_on()


def _part_numbers() -> None:
    """Let each table count from a number of its own: no test finds a row by a number that it guessed or mixed up."""
    tables = connection.introspection.django_table_names(only_existing=True)
    firsts = {table: 100 + crc32(table.encode()) % 900 for table in tables}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("DELETE FROM sqlite_sequence WHERE name = %s", [(table,) for table in tables])
            cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", firsts.items())
            return
        for table, first in firsts.items():
            for found in connection.introspection.get_sequences(cursor, table):
                sequence = f"pg_get_serial_sequence('{table}', '{found['column']}')"
                cursor.execute(f"SELECT setval({sequence}, greatest({first}, nextval({sequence})))")


def _keep_file() -> None:
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    fresh = _kept().with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    fresh.replace(_kept())


def _kept() -> Path:
    migrations = [path for path in python_files() if path.parent.name == "migrations"]
    return FOLDER / f"{digest([*migrations, *python_files('lib'), Path(__file__), ROOT / 'constraints.txt'])}.sqlite3"


def _wait_for_my_turn() -> None:
    """Hold the others up until `keep`; who waited long enough for somebody that failed makes one alone."""
    turn = (FOLDER / "turn").open("wb")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with suppress(BlockingIOError):
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        time.sleep(0.05)
    _turns.append(turn)


def _pass_on() -> None:
    _turns.pop().close()
