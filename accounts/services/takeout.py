"""Everything that Hearth keeps of a person, in one ZIP for that person: a JSON file a table, and their pictures."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string

from accounts import personal
from accounts.models import User
from accounts.personal import Table
from lib import limits

LIMIT = limits.Limit("takeout", most=5, seconds=86_400)
IN_MEMORY = 4 * 1024 * 1024  # bytes; what is bigger goes through a temporary file
CHUNK = 500


@transaction.atomic
def pack(*, user: User, now: datetime) -> IO[bytes]:
    """Return the ZIP, open at its beginning. Nothing of it stays on the server.

    Queries: 1 a table, and the same for 1 and for 100,000 rows; rows and pictures are read one after the other.
    Raises: RateLimited after five a day.
    """
    limits.spend(LIMIT, who=user.public_id, now=now)
    packed = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the answer closes it
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        counts = {_name(table): _write(archive, table, user) for table in personal.tables()}
        counts |= {each.name: _list(archive, each.name, each.find(user)) for each in personal.tellings()}
        archive.writestr("index.html", render_to_string("accounts/takeout.html", {"counts": counts, "at": now}))
    packed.seek(0)
    return packed


def rows(table: Table, user: User) -> Iterator[dict[str, Any]]:
    """Yield the person's rows of a table, in the order in which they were made. Queries: 1."""
    model = apps.get_model(table.model)
    found = model._default_manager.filter(**{table.of: user.pk}).order_by("pk").values(*table.fields)
    yield from found.iterator(chunk_size=CHUNK)


def _write(archive: ZipFile, table: Table, user: User) -> int:
    """Write a table and its files; return how many rows it has."""
    files: list[str] = []
    count = _list(archive, _name(table), _noting(rows(table, user), table.file, files))
    for name in files:
        _add_file(archive, name)
    return count


def _noting(found: Iterator[dict[str, Any]], field: str, files: list[str]) -> Iterator[dict[str, Any]]:
    """Pass rows on and note the names of their files."""
    for row in found:
        if field and row[field]:
            files.append(row[field])
        yield row


def _list(archive: ZipFile, name: str, found: Iterable[Mapping[str, Any]]) -> int:
    """Write a JSON file, row by row; return how many there are."""
    count = 0
    with archive.open(f"{name}.json", "w") as out:
        out.write(b"[")
        for row in found:
            out.write((b",\n" if count else b"\n") + _json(row))
            count += 1
        out.write(b"\n]\n")
    return count


def _add_file(archive: ZipFile, name: str) -> None:
    try:
        with default_storage.open(name) as file:
            archive.writestr(f"files/{name}", file.read())
    except FileNotFoundError:  # lost by whoever keeps the files: its row is there all the same
        return


def _json(row: Mapping[str, Any]) -> bytes:
    plain = {name.replace("__", "."): value for name, value in row.items()}
    return json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def _name(table: Table) -> str:
    app, _, model = table.model.partition(".")
    return f"{app}/{table.name or model.lower()}"
